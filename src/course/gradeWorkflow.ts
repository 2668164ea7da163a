/** The path of the workflow in a course folder. */
export const gradeWorkflowPath = '.github/workflows/grade.yml';

/**
 * A workflow for GitHub Actions that grades a course folder on every push. What grades is the extension's own
 * package, fetched anew, so nothing that is changed in the repository changes a verdict, but for this file itself.
 */
export const gradeWorkflow = `# Grades every exercise that was begun, on each push, with the same verdicts as in the editor.
#
# What grades is the package of the extension, from the Visual Studio Marketplace. To take it from elsewhere, set the
# repository variable ITLAB_VSIX to the address of a package for linux-x64.
name: Grade
on: [push, workflow_dispatch]

permissions:
  contents: read

jobs:
  grade:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - name: Get itlab
        env:
          ITLAB_VSIX: \${{ vars.ITLAB_VSIX || 'https://marketplace.visualstudio.com/_apis/public/gallery/publishers/integration-testing-lab/vsextensions/integration-testing-lab/latest/vspackage?targetPlatform=linux-x64' }}
        run: |
          curl --fail --silent --show-error --location --compressed --output "$RUNNER_TEMP/itlab.vsix" "$ITLAB_VSIX"
          unzip -q "$RUNNER_TEMP/itlab.vsix" -d "$RUNNER_TEMP/itlab"
      - name: Grade
        run: node "$RUNNER_TEMP/itlab/extension/dist/cli.js" grade --all --junit "$RUNNER_TEMP/grade.xml"
      - name: Keep the report
        if: always()
        uses: actions/upload-artifact@v4
        with:
          name: grade
          path: \${{ runner.temp }}/grade.xml
          if-no-files-found: ignore
`;
