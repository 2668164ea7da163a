import type { ToLessonPage } from '../protocol/lessonPage.ts';

/**
 * Decodes what the window received; null for anything that is not a message of ours. Extension and page are
 * built together, so what a state holds inside is taken as the protocol says.
 */
export function decodeToLessonPage(value: unknown): ToLessonPage | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('type' in value && value.type === 'goTo') return goTo(value);
  if ('type' in value && value.type === 'examples') {
    return 'examples' in value && Array.isArray(value.examples) ? (value as ToLessonPage) : null;
  }
  if ('type' in value && value.type === 'codeDone') {
    return 'code' in value && typeof value.code === 'string' ? (value as ToLessonPage) : null;
  }
  if (!('type' in value && value.type === 'state')) return null;
  if (!('trusted' in value && typeof value.trusted === 'boolean')) return null;
  if (!('exercises' in value && Array.isArray(value.exercises))) return null;
  if (!('hints' in value && Array.isArray(value.hints))) return null;
  if (!('next' in value && typeof value.next === 'object' && value.next !== null)) return null;
  return value as ToLessonPage;
}

function goTo(value: object): ToLessonPage | null {
  if (!('exercise' in value && typeof value.exercise === 'string' && 'hint' in value)) return null;
  const { exercise, hint } = value;
  const focus = 'focus' in value && value.focus === true;
  return typeof hint === 'string' || hint === null ? { type: 'goTo', exercise, hint, focus } : null;
}
