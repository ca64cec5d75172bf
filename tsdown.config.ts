import { defineConfig } from 'tsdown';

// Everything but the segmenters and what is large and rarely wanted goes into the bundle: files to find and open are what a cold start costs.
export default defineConfig({
  entry: { index: 'src/index.ts', cli: 'src/cli/main.ts', 'batch-worker': 'src/batch/worker.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  dts: { entry: 'src/index.ts' },
  fixedExtension: false,
  // Names without hashes: a build replaces the files of the last one, and a program that runs meanwhile finds all of them.
  clean: false,
  outputOptions: { chunkFileNames: '[name].js' },
});
