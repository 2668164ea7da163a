/**
 * Does something as a user with no special rights: for root, everything can be read and written.
 * @returns false when nobody may change users here, and nothing was done.
 */
export async function asSomebody(work: () => unknown): Promise<boolean> {
  const own = process.geteuid?.();
  if (own === undefined) return false;
  if (own === 0) process.seteuid?.(65534);
  try {
    await work();
    return true;
  } finally {
    if (own === 0) process.seteuid?.(own);
  }
}
