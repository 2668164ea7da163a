import { fileURLToPath } from 'node:url';
import { sep } from 'node:path';
import type { Frame } from '../protocol/runEvents.ts';

/** `at NAME (FILE:LINE:COLUMN)` or `at FILE:LINE:COLUMN`. Folders may have parentheses in their names, too. */
const location = /^\s*at (?:.*? \(|async )?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;

/** The frames of a V8 stack text that lie in files, innermost first. */
export function framesOf(stack: string): Frame[] {
  const frames: Frame[] = [];
  for (const line of stack.split('\n')) {
    const match = location.exec(line.trimEnd());
    // The place of an eval is named after that of its caller.
    if (!match?.[1] || match[1].includes('), ')) continue;
    const file = pathOf(match[1]);
    if (file === null) continue;
    frames.push({ file, line: Number(match[2]), column: Number(match[3]) });
  }
  return frames;
}

/**
 * Where V8 found a syntax error: its stack is headed by `FILE:LINE`, the line itself and a mark below the place,
 * because no frame lies in a file that was never run. Null for any other stack.
 */
export function syntaxFrame(stack: string): Frame | null {
  const [place = '', , mark = ''] = stack.split('\n');
  const match = /^((?:file:\/\/|\/|[A-Za-z]:[\\/]).*):(\d+)$/.exec(place.trimEnd());
  if (!match?.[1]) return null;
  const file = pathOf(match[1]);
  if (file === null) return null;
  return { file, line: Number(match[2]), column: /^\s*\^/.test(mark) ? mark.indexOf('^') + 1 : 1 };
}

/** Of a place in a stack, which is a path or a URL. */
function pathOf(place: string): string | null {
  if (!place.startsWith('file://')) return place;
  try {
    return fileURLToPath(place.replace(/[?#].*$/, ''));
  } catch {
    return null;
  }
}

/** Whether a path lies in one of the folders. */
export function isInside(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => file === folder || file.startsWith(folder + sep));
}

/**
 * The frame to show a person: the first in the learner's own code, else the first of the exercise.
 * Folders are absolute; packages below the exercise do not count.
 */
export function ownFrame(stack: string, ownCode: readonly string[], root: string): Frame | null {
  const frames = framesOf(stack).filter((frame) => !frame.file.includes(`${sep}node_modules${sep}`));
  return (
    frames.find((frame) => isInside(frame.file, ownCode)) ??
    frames.find((frame) => isInside(frame.file, [root])) ??
    null
  );
}
