import base from './jest.config.js';

/** Long runs over large corpora and mutations: `npm run test:long`. */
export default { ...base, testMatch: ['**/*.long.ts'], testTimeout: 30 * 60_000 };
