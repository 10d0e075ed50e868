import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const treeSitter = ['tree-sitter', 'tree-sitter-c', 'tree-sitter-go', 'web-tree-sitter'];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '**/testdata/', '**/evidence/', '__tests__/fixtures/']),
  {
    // A rule that does not fit is changed here, for everyone to see, never switched off in a file.
    linterOptions: { noInlineConfig: true },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A function that serves an asynchronous interface is async, so that what it throws is a rejection.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/entry/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/parser/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: treeSitter,
              message: 'Only src/parser knows tree-sitter; import its interface instead.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['__tests__/**/*.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
);
