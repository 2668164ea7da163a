import { sentence } from '../../sentence.ts';
import { loadCatalog, type Catalog } from '../../catalog.ts';
import { CourseError } from '../../courseError.ts';
import { incompleteFiles } from '../incompleteFiles.ts';
import { ok, type Check, type Finding } from '../finding.ts';

/** So many names are told; the report is to be read. */
const named = 5;

export const exerciseFiles: Check = {
  title: sentence`Lessons and exercises`,
  needsCourse: false,
  acts: false,
  look: ({ installation, courseFolder }): Finding[] => {
    let catalog: Catalog;
    try {
      catalog = loadCatalog(installation.lessons);
    } catch (error) {
      if (!(error instanceof CourseError)) throw error;
      return [
        {
          health: 'problem',
          what: error.sentences[0],
          why: sentence`Without its lessons there is no course.`,
          remedy: sentence`${error.remedy} If you did not write lessons yourself, install the extension again; your own files are not affected.`,
          mends: ['show-extension'],
        },
      ];
    }
    if (courseFolder === null) return [ok(sentence`${catalog.lessons.length} lessons can be read.`)];
    const missing = incompleteFiles(courseFolder, catalog, installation);
    const findings: Finding[] = [];
    if (missing.given.length > 0) {
      findings.push({
        health: 'warning',
        what: sentence`Missing in the course folder: ${list(missing.given)}.`,
        why: sentence`Your tests import files of the system, and the editor needs the configuration.`,
        remedy: sentence`Have the missing files created again. What is there stays as it is.`,
        mends: ['restore-files'],
      });
    }
    if (missing.learners.length > 0) {
      findings.push({
        health: 'information',
        what: sentence`No longer there: ${list(missing.learners)}.`,
        why: sentence`These are yours to change, so you may have removed or renamed them on purpose.`,
        remedy: sentence`If not, have them created again as they were at the start.`,
        mends: ['restore-files'],
      });
    }
    if (missing.cut.length > 0) {
      findings.push({
        health: 'warning',
        what: sentence`Not written to the end: ${list(missing.cut)}.`,
        why: sentence`Something stopped while the course was created, as a full disk does.`,
        remedy: sentence`Have these files finished. What you wrote stays as it is.`,
        mends: ['restore-files'],
      });
    }
    if (missing.shortened.length > 0) {
      findings.push({
        health: 'information',
        what: sentence`Only the beginning is there: ${list(missing.shortened)}.`,
        why: sentence`Something may have stopped while they were written, and tests need what is missing of them.`,
        remedy: sentence`If you did not shorten them yourself, reset the exercise: your files are kept first.`,
        mends: [],
      });
    }
    if (missing.empty.length > 0) {
      findings.push({
        health: 'information',
        what: sentence`Empty: ${list(missing.empty)}.`,
        why: sentence`Something may have stopped while the course was created, and the editor needs the configuration.`,
        remedy: sentence`If you did not empty them yourself, delete them, and have the missing files created again.`,
        mends: [],
      });
    }
    return findings.length > 0 ? findings : [ok(sentence`Every file of every exercise is there, and whole.`)];
  },
};

function list(paths: readonly string[]): string {
  const rest = paths.length - named;
  return paths.slice(0, named).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
