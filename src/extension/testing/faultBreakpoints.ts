import { join } from 'node:path';
import { debug, Location, Position, SourceBreakpoint, Uri } from 'vscode';
import type { FaultySystem } from '../../course/grading/faultDebugging.ts';
import { isSamePath } from '../../course/platform/paths.ts';
import { closeEditors } from '../attempts/shownFiles.ts';

/** Where a debugger stops in a system with a fault, as long as it lies in its folder. */
export class FaultBreakpoints {
  private places: readonly SourceBreakpoint[] = [];
  private files: readonly string[] = [];

  /**
   * Stops on what the fault changes, and where the learner's own breakpoints are in files that it does not change.
   * @param learners absolute path of the exercise folder.
   */
  set({ folder, paths, changed }: FaultySystem, learners: string): void {
    const place = (path: string): string => join(folder, ...path.split('/'));
    this.files = paths.map(place);
    const same = paths.filter((path) => !changed.some((one) => one.path === path));
    const own = debug.breakpoints.flatMap((point) => {
      if (!(point instanceof SourceBreakpoint)) return [];
      const { location, enabled, condition, hitCondition, logMessage } = point;
      const path = same.find((one) => isSamePath(join(learners, ...one.split('/')), location.uri.fsPath));
      if (path === undefined) return [];
      const there = new Location(Uri.file(place(path)), location.range);
      return [new SourceBreakpoint(there, enabled, condition, hitCondition, logMessage)];
    });
    const faulty = changed.map(
      ({ path, line }) => new SourceBreakpoint(new Location(Uri.file(place(path)), new Position(line, 0))),
    );
    this.places = [...faulty, ...own];
    debug.addBreakpoints(this.places);
  }

  /** Removes them, and closes the editors of files that are gone. */
  async remove(): Promise<void> {
    debug.removeBreakpoints(this.places);
    await closeEditors(this.files);
  }
}
