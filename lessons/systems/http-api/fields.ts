/** The text of a field; undefined when `body` has no such field, or it is no text, or blank. */
export function textField(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
