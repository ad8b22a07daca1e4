import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { environment: 'jsdom', include: ['tests/**/*.test.ts'], environmentOptions: { jsdom: { url: 'https://hoc.example/unit?x=1' } }, pool: 'threads', maxWorkers: 1 },
});
