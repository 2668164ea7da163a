/** A place in the listing: behind the user that these two belong to. */
export interface Position {
  createdAt: number;
  id: number;
}

/** The text cannot be read as a position. */
export class InvalidCursorError extends Error {
  override name = 'InvalidCursorError';
}

/** A position as text that fits into an address. Clients give it back as it is. */
export function encodeCursor({ createdAt, id }: Position): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');
}

/** @throws InvalidCursorError */
export function decodeCursor(text: string): Position {
  const [createdAt, id] = listIn(Buffer.from(text, 'base64url').toString());
  if (!Number.isSafeInteger(createdAt) || !Number.isSafeInteger(id)) {
    throw new InvalidCursorError(`'${text}' is not a cursor.`);
  }
  return { createdAt: Number(createdAt), id: Number(id) };
}

function listIn(json: string): unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
