/** A name that is not taken: the one that is wanted, or one like it. */
export const freeName = (wanted: string, taken: readonly string[]): string =>
  taken.includes(wanted) ? freeName(`${wanted}_`, taken) : wanted;
