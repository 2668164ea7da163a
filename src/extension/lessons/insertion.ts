/** What is typed into a document for a block of code, and where. */
export interface Insertion {
  /** On a line with text nothing of it is torn apart: the code comes below it. */
  readonly below: boolean;
  readonly text: string;
}

/**
 * A block of code in the place of a cursor, as far in as the line there.
 * @param line the whole line of the cursor.
 * @param character the cursor's place in it, from 0.
 */
export function insertionAt(code: string, line: string, character: number): Insertion {
  const indentation = /^\s*/.exec(line)?.[0] ?? '';
  const lines = code.replace(/\r?\n$/, '').split(/\r?\n/);
  const isBlank = line.trim() === '';
  const inFront = isBlank ? line.slice(0, character) : indentation;
  const indented = lines.map((one, index) => (one === '' || (isBlank && index === 0) ? one : inFront + one));
  const text = indented.join('\n');
  return isBlank ? { below: false, text } : { below: true, text: `\n${text}` };
}
