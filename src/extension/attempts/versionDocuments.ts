import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import { l10n, Uri, workspace, type Disposable, type TextDocumentContentProvider } from 'vscode';
import type { AttemptPlace, AttemptStore } from '../../course/attempts/attemptStore.ts';
import { findExercise } from '../../course/catalog.ts';
import { shippedFiles } from '../../course/courseFolder.ts';
import { answersOf, type Exercise } from '../../course/exercise.ts';
import { solutionSubmission } from '../../course/grading/submission.ts';
import type { Installation } from '../../course/installation.ts';
import type { ActiveCourse } from '../activeCourse.ts';

const scheme = 'itlab-version';

/** Another version of a learner's file than the one on the disk. */
export type Version =
  | { readonly kind: 'answer'; readonly exercise: Exercise; readonly answer: string }
  | { readonly kind: 'attempt'; readonly exercise: Exercise; readonly attempt: string }
  /** What the extension ships; paths are relative to the course folder. */
  | { readonly kind: 'shipped' };

/**
 * The address of a file's version. It says all there is to know, so that it can be opened after a restart, and its
 * path is the file's own: else the comparison would call the file renamed.
 * @param folder absolute path of the folder that the file's path is relative to.
 */
export function versionUri(version: Version, folder: string, path: string): Uri {
  const of =
    version.kind === 'shipped'
      ? { path }
      : {
          path,
          exercise: version.exercise.id,
          id: version.kind === 'answer' ? version.answer : version.attempt,
        };
  const query = new URLSearchParams(of).toString();
  return Uri.file(join(folder, path)).with({ scheme, authority: version.kind, query });
}

export interface VersionSources {
  readonly course: ActiveCourse;
  readonly installation: Installation;
  readonly store: AttemptStore;
  placeOf(exercise: Exercise): AttemptPlace;
}

/** Lets VS Code read versions, for its own diff editor; nobody can write them. */
export function registerVersionDocuments(sources: VersionSources): Disposable {
  const provider: TextDocumentContentProvider = {
    provideTextDocumentContent: ({ authority, query }) => {
      const { catalog } = sources.course;
      const asked = new URLSearchParams(query);
      const path = asked.get('path') ?? '';
      const id = asked.get('id') ?? '';
      if (authority === 'shipped') return shippedFiles(catalog, sources.installation).get(path) ?? null;
      const exercise = findExercise(catalog, asked.get('exercise') ?? '');
      if (authority === 'answer') {
        const known = answersOf(exercise).some((answer) => answer.id === id);
        return known ? (solutionSubmission(exercise, id).files.get(path) ?? null) : null;
      }
      const held = sources.store.read(sources.placeOf(exercise), id).find((file) => file.path === path);
      if (!held) return null;
      if (held.kind === 'link') return l10n.t('A link to {0}', held.target);
      return isUtf8(held.bytes)
        ? Buffer.from(held.bytes).toString('utf8')
        : l10n.t('A file of {0} bytes that is no text', held.bytes.length);
    },
  };
  return workspace.registerTextDocumentContentProvider(scheme, provider);
}
