import type { Span } from '../analysis/syntax.ts';

/** Replaces a part of the text; an insertion when `start` and `end` are the same. */
export interface TextChange extends Span {
  readonly text: string;
  /** The same with tab stops, for editors that have them; what people wrote is escaped in it. */
  readonly snippet?: string;
}

/** What an edit does to a file besides the one it is offered in. Paths are those of the machine, absolute. */
export type OtherFile =
  /** A file that does not exist yet; where it does by then, nothing of the edit is done. */
  | { readonly kind: 'create'; readonly path: string; readonly text: string }
  /** `text` is what the changes are meant for; its version in the editor, or null for what is on disk. */
  | {
      readonly kind: 'change';
      readonly path: string;
      readonly text: string;
      readonly version: number | null;
      readonly changes: readonly TextChange[];
    };

/** An edit, or the reason why there is none, in words for people. */
export type Edit =
  | {
      readonly possible: true;
      readonly changes: readonly TextChange[];
      readonly besides?: readonly OtherFile[];
    }
  | { readonly possible: false; readonly reason: string };

export function impossible(reason: string): Edit {
  return { possible: false, reason };
}

export function possible(changes: readonly TextChange[]): Edit {
  return { possible: true, changes };
}

/** Applies changes that do not overlap. Insertions at one place keep their order. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  const ordered = changes.map((change, index) => ({ change, index }));
  ordered.sort((a, b) => a.change.start - b.change.start || a.change.end - b.change.end || a.index - b.index);
  let result = '';
  let done = 0;
  for (const { change } of ordered) {
    if (change.start < done) throw new RangeError(`Changes overlap at offset ${change.start}.`);
    result += text.slice(done, change.start) + change.text;
    done = change.end;
  }
  return result + text.slice(done);
}

/** A snippet in which this text stands for itself. */
export function escapeSnippet(text: string): string {
  return text.replaceAll(/[\\$}]/g, String.raw`\$&`);
}

/** A piece of inserted text that the editor selects, so that it can be typed over. */
export interface TabStop {
  readonly number: number;
  readonly placeholder: string;
  /** What stands right in front of it, where the placeholder alone might be found too early. */
  readonly behind?: string;
}

/** Marks the first occurrence of each placeholder as a tab stop; everything else stands for itself. */
export function withTabStops(change: TextChange, stops: readonly TabStop[]): TextChange {
  let snippet = escapeSnippet(change.text);
  for (const { number, placeholder, behind = '' } of stops) {
    const escaped = escapeSnippet(placeholder);
    const front = escapeSnippet(behind);
    const found = snippet.indexOf(front + escaped);
    if (found === -1) throw new RangeError(`The text has no "${behind}${placeholder}".`);
    const at = found + front.length;
    snippet = `${snippet.slice(0, at)}\${${number}:${escaped}}${snippet.slice(at + escaped.length)}`;
  }
  return { ...change, snippet };
}
