import { CourseError } from '../courseError.ts';
import { nameComplaint } from '../platform/portableNames.ts';

/** The patterns of lessons/schema/; a test holds them against it. */
export const lessonNamePattern = /^[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*$/;
export const exerciseNamePattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const longest = 60;
/** The least that the schemas ask of a title. */
const shortestTitle = 3;

/** @throws CourseError `bad-name` saying what a lesson may be called. */
export function checkLessonName(name: string): void {
  if (lessonNamePattern.test(name) && !name.startsWith('00') && name.length <= longest) return;
  throw new CourseError(
    'bad-name',
    `'${name}' cannot be the name of a lesson.`,
    `Use its place in the course in two digits from 01 on, then lower-case words with hyphens, at most ${longest} characters: 03-isolation.`,
  );
}

/** @throws CourseError `bad-name` saying what an exercise may be called. */
export function checkExerciseName(name: string): void {
  if (exerciseNamePattern.test(name) && nameComplaint(name) === null && name.length <= longest) return;
  throw new CourseError(
    'bad-name',
    `'${name}' cannot be the name of an exercise.`,
    `Use lower-case words with hyphens, at most ${longest} characters: order-service.`,
  );
}

/** @throws CourseError `bad-name` when it is too short, or more than one line. */
export function checkTitle(title: string): string {
  const trimmed = title.trim();
  if (trimmed.length >= shortestTitle && !/\p{Cc}/u.test(trimmed)) return trimmed;
  throw new CourseError(
    'bad-name',
    `'${title}' cannot be a title.`,
    `Use one line of at least ${shortestTitle} characters.`,
  );
}

/** A first title from a name: `03-order-service` becomes `Order service`. */
export function titleFrom(name: string): string {
  const words = name.replace(/^[0-9]{2}-/, '').replaceAll('-', ' ');
  // The schemas ask for more than the shortest name has.
  return (words.charAt(0).toUpperCase() + words.slice(1)).padEnd(shortestTitle, '.');
}
