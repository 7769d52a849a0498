/** What every cloud must do for a failover group. */
import type { ObjectValue } from "../../../lib/resources/value";
import { resourceIn } from "./ground";
import type { Fixture, Ground, GroupFixture } from "./ground";

const TYPE = "ipfailover_group";

export function groupSuite(cloud: string, setUp: () => Promise<Ground>): void {
  describe(`the life of a failover group on ${cloud}`, () => {
    let ground: Ground;
    let fixture: Fixture;
    let group: GroupFixture;
    const sessions: { close(): void }[] = [];

    beforeEach(async () => {
      ground = await setUp();
      const found = ground.fixtures[TYPE];
      if (!found || "unsupported" in found || !found.group) throw new Error(`${cloud} has no fixture of a group`);
      fixture = found;
      group = found.group;
    });
    afterEach(async () => {
      for (const session of sessions.splice(0)) session.close();
      await ground.close();
    });

    /** The group as another process finds it. */
    function resource(state: ObjectValue | null = null) {
      const session = ground.open();
      sessions.push(session);
      return resourceIn(session, TYPE, state);
    }
    const writes = () => ground.requests().filter(({ method }) => method !== "GET");

    async function made(config: ObjectValue = fixture.config) {
      const first = resource();
      await first.change(config);
      return resource(first.state);
    }

    it("starts with the master", async () => {
      await made();
      expect(group.where()).toBe(group.members[0]);
    });

    it("leaves an address alone that moved to another member", async () => {
      const existing = await made();
      group.move(group.members[1]);
      await existing.read();
      expect(existing.state?.[group.shownBy]).toBe(group.members[1]);
      expect((await existing.plan(fixture.config)).planned).toEqual(existing.state);
    });

    it("takes an address back from another member where holder_policy says so", async () => {
      const config = { ...fixture.config, holder_policy: "master" };
      const existing = await made(config);
      group.move(group.members[1]);
      await existing.read();
      await existing.change(config);
      expect(group.where()).toBe(group.members[0]);
    });

    it.each(["stranger", "nobody"])("repairs an address that moved to %s", async (where) => {
      const existing = await made();
      group.move(where);
      await existing.read();
      const plan = await existing.plan(fixture.config);
      expect(plan.planned).not.toEqual(existing.state);
      await existing.change(fixture.config);
      expect(group.members).toContain(group.where());
      await existing.read();
      expect((await existing.plan(fixture.config)).planned).toEqual(existing.state);
    });

    it("moves the address when the master is edited, and not when it is there already", async () => {
      const existing = await made();
      const plan = await existing.plan(group.withOtherMaster);
      expect(plan.steps.length).toBeGreaterThan(0);
      await existing.change(group.withOtherMaster);
      expect(group.where()).toBe(group.members[1]);

      const other = resource(existing.state);
      group.move(group.members[0]);
      await other.read();
      ground.forgetRequests();
      await other.change(fixture.config);
      expect(writes()).toEqual([]);
    });

    it("takes in a member and lets it go again, in place", async () => {
      const existing = await made();
      const plan = await existing.plan(group.withThirdMember);
      expect(plan.replace).toEqual([]);
      await existing.change(group.withThirdMember);
      expect(Object.keys(existing.state?.members as ObjectValue)).toHaveLength(3);
      await existing.change(fixture.config);
      expect(Object.keys(existing.state?.members as ObjectValue).sort()).toEqual([...group.members].sort());
      await existing.read();
      expect((await existing.plan(fixture.config)).planned).toEqual(existing.state);
    });

    it("changes its address in place, and leaves nothing of the old one", async () => {
      const existing = await made();
      const plan = await existing.plan(group.withOtherAddress);
      expect(plan.replace).toEqual([]);
      await existing.change(group.withOtherAddress);
      expect(group.where()).toBe("nobody");
      await existing.read();
      expect((await existing.plan(group.withOtherAddress)).planned).toEqual(existing.state);
      await existing.change(null);
      expect(fixture.count()).toBe(0);
    });

    it("costs no write to name the members anew", async () => {
      const existing = await made();
      const [a, b] = group.members;
      const members = fixture.config.members as ObjectValue;
      ground.forgetRequests();
      await existing.change({
        ...fixture.config,
        members: { x: members[a] ?? null, y: members[b] ?? null },
        master: "x",
      });
      expect(writes()).toEqual([]);
    });

    it("releases the address, and nothing of a group that is kept", async () => {
      const existing = await made({ ...fixture.config, on_destroy: "keep" });
      ground.forgetRequests();
      await existing.change(null);
      expect(writes()).toEqual([]);
      expect(group.where()).toBe(group.members[0]);
      expect(fixture.count()).toBe(1);
    });

    it("leaves an address alone that somebody else has by now, and says so", async () => {
      const existing = await made();
      group.move("stranger");
      ground.forgetRequests();
      await existing.change(null);
      expect(writes()).toEqual([]);
      expect(existing.told.map(({ severity }) => severity)).toContain("warning");
      expect(group.where()).toBe("stranger");
    });
  });
}
