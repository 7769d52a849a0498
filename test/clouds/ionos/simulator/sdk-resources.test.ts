/** Every kind of object, judged by the vendor's own SDK for Node and by what it says of its models. */
import * as sdk from "@ionos-cloud/sdk-nodejs";
import { closeSimulators } from "./client";
import { changed, created, deleted, publicLan, read, start, status } from "./sdk";
import { differences } from "./sdk-models";

afterAll(closeSimulators);

it("data centres", async () => {
  const { datacenters } = await start();
  const made = await datacenters.datacentersPost({ datacenter: { properties: { name: "dc", location: "de/fra" } } });
  const datacenterId = created("Datacenter", made);
  changed("Datacenter", await datacenters.datacentersPatch({ datacenterId, datacenter: { name: "renamed" } }));
  changed(
    "Datacenter",
    await datacenters.datacentersPut({ datacenterId, datacenter: { properties: { name: "again", description: "d" } } }),
  );
  const found = read("Datacenter", await datacenters.datacentersFindById({ datacenterId, depth: 5 }));
  expect(found.properties).toMatchObject({
    name: "again",
    description: "d",
    location: "de/fra",
    secAuthProtection: false,
  });
  const list = read("Datacenters", await datacenters.datacentersGet({ depth: 1, limit: 10 }));
  expect(list.items?.map((item) => item.properties.name)).toEqual(["again"]);
  deleted(await datacenters.datacentersDelete({ datacenterId }));
  const error: unknown = await datacenters.datacentersFindById({ datacenterId }).catch((reason: unknown) => reason);
  expect(status(error)).toBe(404);
});

it("IP blocks and their labels", async () => {
  const { blocks, labels } = await start();
  const made = await blocks.ipblocksPost({ ipblock: { properties: { name: "vip", location: "de/fra", size: 2 } } });
  const ipblockId = created("IpBlock", made);
  const change = { name: "renamed" } as sdk.IpBlockProperties;
  changed("IpBlock", await blocks.ipblocksPatch({ ipblockId, ipblock: change }));
  changed(
    "IpBlock",
    await blocks.ipblocksPut({ ipblockId, ipblock: { properties: { name: "put", location: "de/fra", size: 2 } } }),
  );
  expect(read("IpBlock", await blocks.ipblocksFindById({ ipblockId })).properties).toMatchObject({
    name: "put",
    size: 2,
  });
  expect(read("IpBlocks", await blocks.ipblocksGet({ depth: 1 })).items).toHaveLength(1);

  const label = { properties: { key: "env", value: "test" } };
  const labelled = await labels.ipblocksLabelsPost({ ipblockId, label });
  expect([labelled.status, differences("LabelResource", labelled.data)]).toEqual([201, []]);
  read(
    "LabelResource",
    await labels.ipblocksLabelsPut({ ipblockId, key: "env", label: { properties: { value: "prod" } } }),
  );
  read("LabelResources", await labels.ipblocksLabelsGet({ ipblockId, depth: 1 }));
  const [found] = read("Labels", await labels.labelsGet({ depth: 1 })).items ?? [];
  expect(found?.properties).toMatchObject({ key: "env", value: "prod", resourceType: "ipblock" });
  read("Label", await labels.labelsFindByUrn({ labelurn: found?.id ?? "" }));
  expect((await labels.ipblocksLabelsDelete({ ipblockId, key: "env" })).status).toBe(200);
  deleted(await blocks.ipblocksDelete({ ipblockId }));
});

it("LANs, servers, NICs, firewall rules, volumes, snapshots and load balancers", async () => {
  const { datacenters, lans, servers, nics, rules, volumes, snapshots, balancers, images, labels } = await start();
  const made = await datacenters.datacentersPost({ datacenter: { properties: { location: "de/fra" } } });
  const datacenterId = created("Datacenter", made);

  const lanId = created("Lan", await lans.datacentersLansPost({ datacenterId, lan: publicLan("web") }));
  expect(lanId).toBe("1");
  changed("Lan", await lans.datacentersLansPatch({ datacenterId, lanId, lan: { name: "renamed" } }));
  changed("Lan", await lans.datacentersLansPut({ datacenterId, lanId, lan: publicLan("put") }));

  const serverId = created(
    "Server",
    await servers.datacentersServersPost({
      datacenterId,
      server: {
        properties: { name: "web", cores: 1, ram: 1024 },
        entities: {
          nics: { items: [{ properties: { lan: 1 } }] },
          volumes: { items: [{ properties: { size: 10, imageAlias: "debian:latest", imagePassword: "secret123" } }] },
        },
      },
    }),
  );
  changed("Server", await servers.datacentersServersPatch({ datacenterId, serverId, server: { cores: 2 } }));
  changed(
    "Server",
    await servers.datacentersServersPut({ datacenterId, serverId, server: { properties: { cores: 3, ram: 2048 } } }),
  );
  for (const action of [
    servers.datacentersServersStopPost({ datacenterId, serverId }),
    servers.datacentersServersStartPost({ datacenterId, serverId }),
    servers.datacentersServersRebootPost({ datacenterId, serverId }),
  ]) {
    expect((await action).status).toBe(202);
  }
  const server = read("Server", await servers.datacentersServersFindById({ datacenterId, serverId, depth: 5 }));
  expect(server.properties).toMatchObject({ cores: 3, ram: 2048, name: "web", vmState: "RUNNING" });
  expect(server.entities?.volumes?.items?.[0]?.properties?.size).toBe(10);
  read("Servers", await servers.datacentersServersGet({ datacenterId, depth: 3 }));
  read("Token", await servers.datacentersServersTokenGet({ datacenterId, serverId }));
  read("RemoteConsoleUrl", await servers.datacentersServersRemoteConsoleGet({ datacenterId, serverId }));

  const nicId = created(
    "Nic",
    await nics.datacentersServersNicsPost({ datacenterId, serverId, nic: { properties: { lan: 1 } } }),
  );
  const rename = { name: "n" } as sdk.NicProperties;
  changed("Nic", await nics.datacentersServersNicsPatch({ datacenterId, serverId, nicId, nic: rename }));
  changed(
    "Nic",
    await nics.datacentersServersNicsPut({ datacenterId, serverId, nicId, nic: { properties: { lan: 2 } } }),
  );
  changed("Nic", await lans.datacentersLansNicsPost({ datacenterId, lanId, nic: { id: nicId } as sdk.Nic }));
  const nic = read("Nic", await nics.datacentersServersNicsFindById({ datacenterId, serverId, nicId, depth: 3 }));
  expect(nic.properties).toMatchObject({ name: "n", lan: 1, dhcp: true, firewallType: "INGRESS" });
  expect(read("LanNics", await lans.datacentersLansNicsGet({ datacenterId, lanId, depth: 1 })).items).toHaveLength(2);
  read("Nic", await lans.datacentersLansNicsFindById({ datacenterId, lanId, nicId }));
  read("Nics", await nics.datacentersServersNicsGet({ datacenterId, serverId, depth: 1 }));

  const where = { datacenterId, serverId, nicId };
  const firewallrule = {
    properties: { protocol: sdk.FirewallrulePropertiesProtocolEnum.Tcp, portRangeStart: 22, portRangeEnd: 22 },
  };
  const firewallruleId = created(
    "FirewallRule",
    await rules.datacentersServersNicsFirewallrulesPost({ ...where, firewallrule }),
  );
  const narrower = { ...where, firewallruleId, firewallrule: { portRangeEnd: 23 } };
  changed("FirewallRule", await rules.datacentersServersNicsFirewallrulesPatch(narrower));
  const put = { ...where, firewallruleId, firewallrule };
  changed("FirewallRule", await rules.datacentersServersNicsFirewallrulesPut(put));
  read("FirewallRule", await rules.datacentersServersNicsFirewallrulesFindById({ ...where, firewallruleId }));
  read("FirewallRules", await rules.datacentersServersNicsFirewallrulesGet({ ...where, depth: 1 }));
  deleted(await rules.datacentersServersNicsFirewallrulesDelete({ ...where, firewallruleId }));

  const volume = { properties: { name: "data", size: 5, licenceType: sdk.VolumePropertiesLicenceTypeEnum.Other } };
  const volumeId = created("Volume", await volumes.datacentersVolumesPost({ datacenterId, volume }));
  created("Volume", await servers.datacentersServersVolumesPost({ datacenterId, serverId, volume: { id: volumeId } }));
  expect(
    read("AttachedVolumes", await servers.datacentersServersVolumesGet({ datacenterId, serverId, depth: 1 })).items,
  ).toHaveLength(2);
  read("Volume", await servers.datacentersServersVolumesFindById({ datacenterId, serverId, volumeId }));
  deleted(await servers.datacentersServersVolumesDelete({ datacenterId, serverId, volumeId }));
  changed("Volume", await volumes.datacentersVolumesPatch({ datacenterId, volumeId, volume: { size: 6 } }));
  changed(
    "Volume",
    await volumes.datacentersVolumesPut({ datacenterId, volumeId, volume: { properties: { size: 7 } } }),
  );
  const snapshotId = created(
    "Snapshot",
    await volumes.datacentersVolumesCreateSnapshotPost({
      datacenterId,
      volumeId,
      snapshot: { properties: { name: "s" } },
    }),
  );
  const restoreSnapshot = { properties: { snapshotId } };
  expect(
    (await volumes.datacentersVolumesRestoreSnapshotPost({ datacenterId, volumeId, restoreSnapshot })).status,
  ).toBe(202);
  changed("Snapshot", await snapshots.snapshotsPatch({ snapshotId, snapshot: { name: "kept" } }));
  expect(read("Snapshots", await snapshots.snapshotsGet({ depth: 1 })).items?.[0]?.properties.name).toBe("kept");
  deleted(await snapshots.snapshotsDelete({ snapshotId }));
  read("Volumes", await volumes.datacentersVolumesGet({ datacenterId, depth: 1 }));
  deleted(await volumes.datacentersVolumesDelete({ datacenterId, volumeId }));

  const [cdrom] =
    read("Images", await images.imagesGet({ depth: 1 })).items?.filter(
      (image) => image.properties.imageType === sdk.ImagePropertiesImageTypeEnum.Cdrom,
    ) ?? [];
  const cdromId = cdrom?.id ?? "";
  read("Image", await images.imagesFindById({ imageId: cdromId }));
  created(
    "Image",
    await servers.datacentersServersCdromsPost({ datacenterId, serverId, cdrom: { id: cdromId } as sdk.Image }),
  );
  expect(read("Cdroms", await servers.datacentersServersCdromsGet({ datacenterId, serverId })).items).toHaveLength(1);
  deleted(await servers.datacentersServersCdromsDelete({ datacenterId, serverId, cdromId }));

  const loadbalancer = { properties: { name: "lb" } };
  const loadbalancerId = created(
    "Loadbalancer",
    await balancers.datacentersLoadbalancersPost({ datacenterId, loadbalancer }),
  );
  const balanced = { datacenterId, loadbalancerId };
  created(
    "Nic",
    await balancers.datacentersLoadbalancersBalancednicsPost({ ...balanced, nic: { id: nicId } as sdk.Nic }),
  );
  expect(
    read("BalancedNics", await balancers.datacentersLoadbalancersBalancednicsGet({ ...balanced, depth: 1 })).items,
  ).toHaveLength(1);
  read("Nic", await balancers.datacentersLoadbalancersBalancednicsFindByNicId({ ...balanced, nicId }));
  changed(
    "Loadbalancer",
    await balancers.datacentersLoadbalancersPatch({ ...balanced, loadbalancer: { name: "renamed" } }),
  );
  changed("Loadbalancer", await balancers.datacentersLoadbalancersPut({ ...balanced, loadbalancer }));
  read("Loadbalancer", await balancers.datacentersLoadbalancersFindById({ ...balanced, depth: 3 }));
  read("Loadbalancers", await balancers.datacentersLoadbalancersGet({ datacenterId, depth: 2 }));
  deleted(await balancers.datacentersLoadbalancersBalancednicsDelete({ ...balanced, nicId }));
  deleted(await balancers.datacentersLoadbalancersDelete(balanced));

  const label = { properties: { key: "role", value: "web" } };
  expect((await labels.datacentersServersLabelsPost({ datacenterId, serverId, label })).status).toBe(201);
  expect((await labels.datacentersLabelsPost({ datacenterId, label })).status).toBe(201);

  read("Lans", await lans.datacentersLansGet({ datacenterId, depth: 3 }));
  read("Datacenter", await datacenters.datacentersFindById({ datacenterId, depth: 5 }));
  deleted(await nics.datacentersServersNicsDelete({ datacenterId, serverId, nicId }));
  deleted(await servers.datacentersServersDelete({ datacenterId, serverId, deleteVolumes: true }));
  deleted(await lans.datacentersLansDelete({ datacenterId, lanId }));
});

it("security groups, cross connects, locations, contracts and users", async () => {
  const { simulator, groups, pccs, locations, contracts, users, datacenters } = await start();
  const datacenterId = simulator.scene.datacenter();
  const serverId = simulator.scene.server(datacenterId);
  const nicId = simulator.scene.nic(serverId, { lan: 1 });

  const securityGroup = { properties: { name: "web" } };
  const securityGroupId = created(
    "SecurityGroup",
    await groups.datacentersSecuritygroupsPost({ datacenterId, securityGroup }),
  );
  const firewallRule = { properties: { protocol: sdk.FirewallrulePropertiesProtocolEnum.Vrrp } };
  const ruleId = created(
    "FirewallRule",
    await groups.datacentersSecuritygroupsFirewallrulesPost({ datacenterId, securityGroupId, firewallRule }),
  );
  read("FirewallRule", await groups.datacentersSecuritygroupsRulesFindById({ datacenterId, securityGroupId, ruleId }));
  changed(
    "SecurityGroup",
    await groups.datacentersSecuritygroupsPatch({ datacenterId, securityGroupId, securityGroup: { name: "renamed" } }),
  );
  read("SecurityGroups", await groups.datacentersSecuritygroupsGet({ datacenterId, depth: 2 }));
  const securitygroups = { ids: [securityGroupId] };
  expect(
    (await groups.datacentersServersNicsSecuritygroupsPut({ datacenterId, serverId, nicId, securitygroups })).status,
  ).toBe(202);
  expect((await groups.datacentersServersSecuritygroupsPut({ datacenterId, serverId, securitygroups })).status).toBe(
    202,
  );
  const datacenter = read("Datacenter", await datacenters.datacentersFindById({ datacenterId, depth: 4 }));
  expect(datacenter.entities?.servers?.items?.[0]?.entities?.securitygroups?.items?.[0]?.properties?.name).toBe(
    "renamed",
  );

  const pccId = created("PrivateCrossConnect", await pccs.pccsPost({ pcc: { properties: { name: "pcc" } } }));
  changed("PrivateCrossConnect", await pccs.pccsPatch({ pccId, pcc: { description: "d" } }));
  expect(read("PrivateCrossConnects", await pccs.pccsGet({ depth: 1 })).items?.[0]?.properties).toMatchObject({
    description: "d",
  });
  deleted(await pccs.pccsDelete({ pccId }));

  expect(read("Locations", await locations.locationsGet({ depth: 1 })).items?.length).toBeGreaterThan(5);
  read("Locations", await locations.locationsFindByRegionId({ regionId: "de", depth: 1 }));
  expect(read("Location", await locations.locationsFindByRegionIdAndId({ regionId: "de", locationId: "fra" })).id).toBe(
    "de/fra",
  );
  const [contract] = read("Contracts", await contracts.contractsGet({})).items ?? [];
  expect(contract?.properties.contractNumber).toBe(simulator.contractNumber);
  expect(read("Users", await users.umUsersGet({ depth: 1 })).items?.[0]?.properties.email).toBe(simulator.username);
});
