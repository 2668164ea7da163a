import type { ExerciseState } from '../protocol/lessonPage.ts';
import { isDone, standingOf } from '../protocol/standing.ts';
import { find } from './element.ts';
import type { Strings } from './strings.ts';
import { fill } from './strings.ts';

/** Shows in the page's header how many of its exercises are complete. A lesson without any has no bar. */
export function showLessonProgress(states: readonly ExerciseState[], strings: Strings): void {
  if (document.getElementById('lesson-progress') === null) return;
  const bar = find(document, '#lesson-progress', HTMLProgressElement);
  const done = states.filter((state) => isDone(standingOf(state))).length;
  bar.value = done;
  find(document, '#lesson-progress-text', HTMLElement).textContent = fill(
    strings.lessonProgress,
    done,
    bar.max,
  );
}
