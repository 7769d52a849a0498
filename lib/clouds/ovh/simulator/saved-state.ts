import type { Cloud } from "./cloud";
import { emptyWorld, type World } from "./world";

/** All that a simulated cloud knows, as JSON. */
export type SavedState = World;

export function createSaveable(cloud: Cloud, fill: (world: World) => void) {
  function use(world: World): void {
    cloud.world = world;
    cloud.previous = undefined;
    cloud.ids.restore(world.drawn);
    cloud.tasks.resume();
  }

  return {
    state(): SavedState {
      return structuredClone({ ...cloud.world, drawn: cloud.ids.position() });
    },
    load(saved: unknown): void {
      const world = structuredClone(saved) as World | null;
      const parts = Object.keys(emptyWorld()) as (keyof World)[];
      if (world?.cloud !== "ovh" || world.version !== 1 || parts.some((part) => world[part] === undefined))
        throw new Error("this is no saved state of the OVHcloud simulator");
      use(world);
    },
    reset(): void {
      const world = emptyWorld();
      fill(world);
      use(world);
    },
  };
}
