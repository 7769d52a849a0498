export function referencePages(): ReadonlyMap<string, string> {
  return new Map();
}
