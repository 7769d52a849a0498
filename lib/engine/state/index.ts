export {
  depose,
  getObject,
  getResource,
  listDeposed,
  listObjects,
  type NewObject,
  type PlacedObject,
  putObject,
  putOutput,
  removeObject,
  removeOutput,
  undepose,
} from "./edit";
export { StateError } from "./error";
export type { LockOptions } from "./hold";
export { loadRecordLocks } from "./record-lock";
export { EMPTY_STATE, type ObjectState, type OutputState, type ResourceState, type State } from "./model";
export { openState, type StateStore, type StoreOptions } from "./store";
export { fromAttributes, sensitiveNames, sensitivePaths, toAttributes, typeOfValue } from "./values";
