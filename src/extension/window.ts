import { window, workspace, type Disposable, type ExtensionContext } from 'vscode';
import { courseMarker } from '../course/courseMarker.ts';
import type { BundlePaths } from './bundlePaths.ts';
import { CheckProfile } from './check/checkProfile.ts';
import { ProjectChecks } from './check/projectChecks.ts';
import { courseCommandNames, registerCommands } from './commands.ts';
import { courseInWorkspace, lessonsInWorkspace } from './courseInWorkspace.ts';
import { FindingDiagnostics } from './diagnostics/findingDiagnostics.ts';
import type { CourseApi, CourseParts } from './extension.ts';
import { LanguageServer } from './languageServer.ts';
import { createLog } from './log.ts';
import { lessonPageType } from './lessons/lessonPageType.ts';
import { SilenceStatus } from './silenceStatus.ts';
import { showError } from './userError.ts';

/** What tests in a real VS Code may look at, once a window has a reason for the extension. */
export interface WindowApi {
  readonly checks: ProjectChecks;
  readonly checkProfile: CheckProfile;
  /** Whether this window has read the course. From then on everything of `CourseApi` is here, too. */
  readonly usesCourse: boolean;
  /** Reads the course, as its first command would. */
  useCourse(): Promise<CourseApi>;
}

export interface WindowSetting {
  readonly context: ExtensionContext;
  readonly paths: BundlePaths;
  /** Filled in with what tests may look at, now and when the course comes. */
  readonly api: object;
  /** Stands in for the course view, and is to go when the course comes. */
  readonly emptyView: Disposable;
}

export interface OpenedWindow {
  readonly api: WindowApi;
  /** Settles when the course was looked for. */
  readonly ready: Promise<void>;
}

/**
 * What every window gets that has a reason for the extension. The course (`extension.ts`) comes when there is a course
 * folder, or with the first command that needs it; the language server with the first test file. Nothing imported here
 * may load a package.
 */
export function openWindow({ context, paths, api, emptyView }: WindowSetting): OpenedWindow {
  const { subscriptions } = context;
  const log = createLog('Integration Testing Lab');
  const diagnostics = new FindingDiagnostics();
  const server = new LanguageServer(paths.server, diagnostics, log);
  subscriptions.push(log, diagnostics, server);

  // The same looks at tests of one's own.
  const checks = new ProjectChecks(paths.installation, diagnostics, log);
  const checkProfile = new CheckProfile(checks);
  subscriptions.push(checks, checkProfile, new SilenceStatus());

  // The course, once. What has kept it from being read may be mended, so the next who needs it tries again.
  let course: Promise<CourseParts> | null = null;
  const own = { checks, checkProfile, usesCourse: false, useCourse: async () => (await useCourse()).api };
  const filled = Object.assign(api, own);
  const useCourse = (): Promise<CourseParts> => {
    course ??= import('./extension.ts')
      .then(async ({ composeCourse }) => {
        // Older versions of VS Code dispose of a view later, and then by its id: also of one that came meanwhile.
        await emptyView.dispose();
        return composeCourse({ context, paths, server, diagnostics, log });
      })
      .then((parts) => {
        Object.assign(filled, parts.api, { usesCourse: true });
        return parts;
      })
      .catch((error: unknown) => {
        course = null;
        throw error;
      });
    return course;
  };
  const lookForCourse = async (): Promise<void> => {
    if (course !== null || !(courseInWorkspace() !== null || lessonsInWorkspace())) return;
    await useCourse().catch((error: unknown) => void showError(log, error));
  };
  const marker = workspace.createFileSystemWatcher(`**/${courseMarker}`, false, true, true);
  subscriptions.push(
    marker,
    marker.onDidCreate(lookForCourse),
    workspace.onDidChangeWorkspaceFolders(lookForCourse),
    window.registerWebviewPanelSerializer(lessonPageType, {
      deserializeWebviewPanel: async (panel, state: unknown) =>
        (await useCourse()).api.pages.restore(panel, state),
    }),
    registerCommands(courseCommandNames(context), async () => (await useCourse()).commands, log),
    registerCommands(
      ['itlab.checkProject', 'itlab.doctor'],
      async () => ({
        'itlab.checkProject': async (place) => {
          await checkProfile.start(place);
        },
        'itlab.doctor': async () => {
          const { consultDoctor } = await import('./doctor/doctor.ts');
          await consultDoctor(paths.installation);
        },
      }),
      log,
    ),
  );
  return { api: filled, ready: lookForCourse() };
}
