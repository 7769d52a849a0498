/** Zones of load balancers, and the region in which each is. */
const REGIONS: Readonly<Record<string, string>> = {
  bhs: "ca-east-bhs",
  eri: "eu-west-eri",
  gra: "eu-west-gra",
  lim: "eu-west-lim",
  rbx: "eu-west-rbx",
  sbg: "eu-west-sbg",
  sgp: "ap-southeast-sgp",
  syd: "ap-southeast-syd",
  waw: "eu-central-waw",
};

export const ZONES = Object.keys(REGIONS);

export const regionOfZone = (zone: string) => REGIONS[zone] ?? `eu-west-${zone}`;
