import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { commands, l10n, Uri, type LogOutputChannel, type Memento } from 'vscode';
import type { AttemptStore } from '../../course/attempts/attemptStore.ts';
import { recordPath } from '../../course/courseRecord.ts';
import {
  carryOutUpdate,
  courseItself,
  hasNews,
  planUpdate,
  type CourseUpdate,
  type FailedPart,
} from '../../course/courseUpdate.ts';
import type { Installation } from '../../course/installation.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { Disposables } from '../disposables.ts';
import { errorText } from '../errorTexts.ts';
import { tell, withProgress } from '../messages.ts';
import { CourseLook } from './courseLook.ts';
import { showFromDisk } from './shownFiles.ts';
import { assertSaved, saveWork } from './unsavedWork.ts';
import { versionUri } from './versionDocuments.ts';

/** Key in the workspace's memory: the update that was offered last. */
const offered = 'itlab.updateOffered';

export interface CourseUpdateParts {
  readonly course: ActiveCourse;
  readonly installation: Installation;
  readonly store: AttemptStore;
  readonly memory: Memento;
  readonly log: LogOutputChannel;
}

/** Brings a course folder up to date with the extension, when the learner wants it. */
export class CourseUpdates extends Disposables {
  private readonly parts: CourseUpdateParts;

  constructor(parts: CourseUpdateParts) {
    super();
    this.parts = parts;
    this.add(new CourseLook({ ...parts, afterMs: 2_000 }, (folder) => this.offer(folder)));
  }

  /** Updates what the learner did not change, and says what was kept. */
  async update(): Promise<void> {
    const { course, installation, store, log } = this.parts;
    const folder = course.openFolder;
    await saveWork(folder);
    const update = planUpdate(folder, course.catalog, installation);
    const { failed, ended } = await withProgress(l10n.t('Updating the course'), (progress, signal) =>
      carryOutUpdate(update, course.catalog, store, async (part, done) => {
        await breathe();
        if (signal.aborted) return false;
        progress.report({
          message: l10n.t('{0} of {1}: {2}', done + 1, update.parts.length, part.id),
          increment: 100 / update.parts.length,
        });
        assertSaved(part.id === courseItself ? folder : join(folder, part.id));
        log.info(`Updating ${part.id}: ${JSON.stringify(part)}`);
        return true;
      }),
    );
    for (const { part, error } of failed) log.error(`${part.id} was not updated: ${error.message}`);
    const parts = update.parts.filter((part) => !failed.some((one) => one.part === part));
    await showFromDisk(parts.flatMap(({ updated }) => updated).map((path) => join(update.course, path)));
    if (!ended) {
      void tell(
        'information',
        l10n.t(
          'The update was stopped. Exercises that it had reached are up to date, the others are as they were.',
        ),
      );
    } else if (failed.length > 0) this.tellFailed(failed, update.parts.length);
    else this.tell(update);
  }

  private tellFailed(failed: readonly FailedPart[], all: number): void {
    const [first] = failed;
    if (!first) return;
    void tell(
      'warning',
      l10n.t(
        'Updated: {0} of {1}. Not updated, and as before: {2}. {3}',
        all - failed.length,
        all,
        failed.map(({ part }) => part.id).join(', '),
        errorText(first.error, l10n.t),
      ),
      { [l10n.t('Try Again')]: () => commands.executeCommand('itlab.updateCourse') },
    );
  }

  private tell(update: CourseUpdate): void {
    const count = (what: 'updated' | 'added' | 'removed'): number =>
      update.parts.reduce((sum, part) => sum + part[what].length, 0);
    const kept = update.parts.flatMap((part) => [...part.kept, ...part.unknown]);
    const changed = count('updated') + count('added') + count('removed');
    if (changed + kept.length === 0) {
      void tell('information', l10n.t('The course is up to date.'));
      return;
    }
    const what = l10n.t(
      'The course is up to date. Files updated: {0}, added: {1}, removed: {2}.',
      count('updated'),
      count('added'),
      count('removed'),
    );
    if (kept.length === 0) {
      void tell('information', what);
      return;
    }
    const both = l10n.t('{0} Files that you changed, kept as they are: {1}.', what, kept.length);
    void tell('information', both, {
      [l10n.t('Show the Differences')]: () =>
        commands.executeCommand(
          'vscode.changes',
          l10n.t('The course: yours ↔ as it comes now'),
          kept.map((path) => {
            const uri = Uri.file(join(update.course, path));
            return [uri, uri, versionUri({ kind: 'shipped' }, update.course, path)];
          }),
        ),
    });
  }

  /** Once for each update. */
  private async offer(folder: string): Promise<void> {
    const { course, installation, memory } = this.parts;
    // Without a record nobody can say whether the course is older: it is updated on request only.
    if (!existsSync(join(folder, recordPath))) return;
    const update = planUpdate(folder, course.catalog, installation);
    if (!hasNews(update)) return;
    const digest = createHash('sha256').update(JSON.stringify(update.parts)).digest('hex');
    if (memory.get<string>(offered) === digest) return;
    let accepted = false;
    await tell(
      'information',
      l10n.t(
        'This version of the extension brings newer files of the course. Files that you changed stay as they are.',
      ),
      { [l10n.t('Update the Course')]: () => (accepted = true), [l10n.t('Not Now')]: () => undefined },
    );
    await memory.update(offered, digest);
    if (accepted) await commands.executeCommand('itlab.updateCourse');
  }
}
