export interface WalkStep {
  readonly id: string;
  readonly after: ReadonlySet<string>;
}

/**
 * Does every step once all before it succeeded, as many at once as the gate lets. What comes after a failure is left
 * out. `work` says whether it succeeded. The order must have no circle.
 */
export async function walk<S extends WalkStep>(
  steps: ReadonlyMap<string, S>,
  work: (step: S) => Promise<boolean>,
): Promise<void> {
  const waiting = new Map<string, number>();
  const followers = new Map<string, S[]>();
  for (const step of steps.values()) {
    let count = 0;
    for (const id of step.after) {
      if (!steps.has(id)) continue;
      count += 1;
      const list = followers.get(id);
      if (list) list.push(step);
      else followers.set(id, [step]);
    }
    waiting.set(step.id, count);
  }
  const run = async (step: S): Promise<void> => {
    if (!(await work(step))) return;
    const next = (followers.get(step.id) ?? []).filter((follower) => {
      const left = waiting.get(follower.id)! - 1;
      waiting.set(follower.id, left);
      return left === 0;
    });
    await Promise.all(next.map(run));
  };
  await Promise.all([...steps.values()].filter(({ id }) => waiting.get(id) === 0).map(run));
}
