import { fileURLToPath } from 'node:url';
import { isInPackage, isInside } from '../course/platform/paths.ts';
import type { Frame } from '../protocol/runEvents.ts';

/**
 * `at NAME (FILE:LINE:COLUMN)` or `at FILE:LINE:COLUMN`. Folders may have parentheses in their names, too. FILE is an
 * address or a path, on Windows with a drive or of another machine.
 */
const location = /^\s*at (?:.*? \(|async )?((?:file:\/\/|\/|\\\\|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;

/**
 * The frames of a V8 stack text that lie in files, innermost first.
 * @param platform where the text was made; this one when left out.
 */
export function framesOf(stack: string, platform?: NodeJS.Platform): Frame[] {
  const frames: Frame[] = [];
  for (const line of stack.split('\n')) {
    const match = location.exec(line.trimEnd());
    // The place of an eval is named after that of its caller.
    if (!match?.[1] || match[1].includes('), ')) continue;
    const file = pathOf(match[1], platform);
    if (file === null) continue;
    frames.push({ file, line: Number(match[2]), column: Number(match[3]) });
  }
  return frames;
}

/**
 * Where V8 found a syntax error: its stack is headed by `FILE:LINE`, the line itself and a mark below the place,
 * because no frame lies in a file that was never run. Null for any other stack.
 */
export function syntaxFrame(stack: string, platform?: NodeJS.Platform): Frame | null {
  const [place = '', , mark = ''] = stack.split('\n');
  const match = /^((?:file:\/\/|\/|\\\\|[A-Za-z]:[\\/]).*):(\d+)$/.exec(place.trimEnd());
  if (!match?.[1]) return null;
  const file = pathOf(match[1], platform);
  if (file === null) return null;
  return { file, line: Number(match[2]), column: /^\s*\^/.test(mark) ? mark.indexOf('^') + 1 : 1 };
}

/** Of a place in a stack, which is a path or a URL. */
function pathOf(place: string, platform: NodeJS.Platform | undefined): string | null {
  if (!place.startsWith('file://')) return place;
  try {
    const rules = platform === undefined ? undefined : { windows: platform === 'win32' };
    return fileURLToPath(place.replace(/[?#].*$/, ''), rules);
  } catch {
    return null;
  }
}

/**
 * The frame to show a person: the first in the learner's own code, else the first of the exercise.
 * Folders are absolute; packages below the exercise do not count.
 */
export function ownFrame(
  stack: string,
  ownCode: readonly string[],
  root: string,
  platform?: NodeJS.Platform,
): Frame | null {
  const frames = framesOf(stack, platform).filter((frame) => !isInPackage(frame.file));
  return (
    frames.find((frame) => isInside(frame.file, ownCode, platform)) ??
    frames.find((frame) => isInside(frame.file, [root], platform)) ??
    null
  );
}
