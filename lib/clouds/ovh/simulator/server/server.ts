import { service } from "../cloud";
import type { Context } from "../context";

export const BASE = "/dedicated/server/:serviceName";

export const serverOf = ({ cloud, params }: Context) => service(cloud, "dedicatedServer", params.serviceName);
