import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { window, workspace, type ExtensionContext } from 'vscode';
import { courseMarker } from '../course/courseMarker.ts';
import { bundlePaths } from './bundlePaths.ts';
import { CheckProfile } from './check/checkProfile.ts';
import { ProjectChecks } from './check/projectChecks.ts';
import { courseCommandNames, registerCommands } from './commands.ts';
import { courseInWorkspace } from './courseInWorkspace.ts';
import { FindingDiagnostics } from './diagnostics/findingDiagnostics.ts';
import type { CourseApi, CourseParts } from './extension.ts';
import { LanguageServer } from './languageServer.ts';
import { createLog } from './log.ts';
import { lessonPageType } from './lessons/lessonPageType.ts';
import { registerRulePages } from './rulePages.ts';
import { SilenceStatus } from './silenceStatus.ts';
import { showError } from './userError.ts';

/** What tests in a real VS Code may look at. */
export interface WindowApi {
  readonly checks: ProjectChecks;
  readonly checkProfile: CheckProfile;
  /** Whether this window has read the course. From then on everything of `CourseApi` is here, too. */
  readonly usesCourse: boolean;
  /** Reads the course, as its first command would. */
  useCourse(): Promise<CourseApi>;
}

/**
 * What every window gets that has a reason for the extension: little, and at once. The course (`extension.ts`) comes
 * when there is a course folder, or with the first command that needs it; the language server with the first test
 * file. Nothing imported here may load a package.
 */
export async function activate(context: ExtensionContext): Promise<WindowApi> {
  const { subscriptions } = context;
  const paths = bundlePaths(context);
  const log = createLog('Integration Testing Lab');
  const diagnostics = new FindingDiagnostics();
  const server = new LanguageServer(paths.server, diagnostics, log);
  subscriptions.push(log, diagnostics, server, registerRulePages(paths.rulePages));

  // The same looks at tests of one's own.
  const checks = new ProjectChecks(paths.installation, diagnostics, log);
  const checkProfile = new CheckProfile(checks);
  subscriptions.push(checks, checkProfile, new SilenceStatus());

  // Without a course its view shows how to start one, which VS Code does for a tree without entries.
  const emptyView = window.registerTreeDataProvider<never>('itlab.course', {
    getChildren: () => [],
    getTreeItem: (element) => element,
  });
  subscriptions.push(emptyView);

  // The course, once. What has kept it from being read may be mended, so the next who needs it tries again.
  let course: Promise<CourseParts> | null = null;
  const api = { checks, checkProfile, usesCourse: false, useCourse: async () => (await useCourse()).api };
  const useCourse = (): Promise<CourseParts> => {
    course ??= import('./extension.ts')
      .then(async ({ composeCourse }) => {
        // Older versions of VS Code dispose of a view later, and then by its id: also of one that came meanwhile.
        await emptyView.dispose();
        return composeCourse({ context, paths, server, diagnostics, log });
      })
      .then((parts) => {
        Object.assign(api, parts.api, { usesCourse: true });
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
  await lookForCourse();
  return api;
}

/** Whether this is a window of somebody who writes lessons. */
function lessonsInWorkspace(): boolean {
  return (workspace.workspaceFolders ?? []).some(({ uri }) =>
    existsSync(join(uri.fsPath, 'lessons', 'schema', 'lesson.schema.json')),
  );
}
