/** Mutation tests of the deployed code by the unit tests: `npm run mutate`, which takes about an hour on two cores. */

export default {
  testRunner: 'jest',
  plugins: [new URL('./node_modules/@stryker-mutator/jest-runner/dist/src/index.js', import.meta.url).pathname],
  mutate: ['macro/**/*.ts', 'handlers/**/*.ts'],
  jest: {
    config: {
      // The tests that run the code itself, start no process, load no large specification, and do not wait for timeouts.
      testMatch: [
        '<rootDir>/test/(diagnostics|expand|override|references|logical-id|instance-types|networks|fargate|managed-instances|schedules|user-data|limits|instance-rules).test.ts',
        '<rootDir>/test/handlers/!(faults).test.ts',
      ],
      setupFiles: ['<rootDir>/test/mutation/preload.ts'],
      transform: { '\\.(ts|m?js)$': '<rootDir>/test/support/typescript.cjs' },
      transformIgnorePatterns: ['/node_modules/(?!@noble/)'],
      moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    },
  },
  coverageAnalysis: 'perTest',
  // Stryker rewrites the paths in it by a function that TypeScript 7 does not have, and the tests do not read it.
  tsconfigFile: 'none.json',
  ignoreStatic: true,
  ignorePatterns: ['/test/mutation/node_modules', '/test/lambda-runtime', '/test/security'],
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: 'dist/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: '.stryker-tmp',
  cleanTempDir: 'always',
  concurrency: 2,
  timeoutMS: 20_000,
};
