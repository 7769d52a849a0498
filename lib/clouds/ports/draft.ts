/** In a draft `undefined` means not known yet; `null` means left out. */
export type Draft<T> = T | undefined;
