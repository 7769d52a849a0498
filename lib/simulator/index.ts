/** The kit that the simulated clouds stand on. It knows nothing of failover, nor of any cloud. */
export { createClock, sleep, type Cancel, type Clock, type ClockOptions } from "./clock";
export {
  parseBody,
  type Handler,
  type ParsedBody,
  type Reply,
  type RequestEffects,
  type SimulatedRequest,
} from "./exchange";
export { type ActiveRule, type Fault, type FaultRule, type Faults } from "./faults";
export { createIds, type Ids } from "./ids";
export { type Journal, type JournalEntry } from "./journal";
export { createRouter, type RouteMatch, type Router } from "./router";
export { startSimulatorServer, type Saveable, type SimulatorServer, type SimulatorServerOptions } from "./server";
