import fc from 'fast-check';

/**
 * The properties are tried on the same inputs in each run, so that a change fails by itself and not by chance;
 * `PROPERTY_SEED` gives other inputs, and the long tests try several.
 */
const seed = Number(process.env['PROPERTY_SEED'] ?? 20_260_423);
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
