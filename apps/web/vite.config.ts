import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const api = `http://127.0.0.1:${process.env.DUCK_API_PORT ?? '3000'}`

// In browsers it decodes through innerHTML, which the page's policy forbids; for Node it has a table.
const entities = createRequire(import.meta.url).resolve('decode-named-character-reference')
// Stands in for what React has had since 18.
const reactItself = 'react'
const createIconFile = fileURLToPath(new URL('src/components/create-icon.ts', import.meta.url))

/** Every browser that we build for knows woff2: the older forms of KaTeX's fonts are not built at all. */
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('katex') || !id.endsWith('.css')) return null
    return code.replaceAll(/,url\([^)]*\.(?:woff|ttf)\) format\("[a-z]+"\)/g, '')
  },
}

/** Icons of lucide's shapes, made in our own way. */
const smallIcons: Plugin = {
  name: 'small-icons',
  enforce: 'pre',
  transform(_code, id) {
    if (!id.endsWith('/lucide-react/dist/esm/createLucideIcon.mjs')) return null
    return `export { createIcon as default } from ${JSON.stringify(createIconFile)}`
  },
}

export default defineConfig({
  plugins: [onlyWoff2, smallIcons, react(), tailwindcss()],
  resolve: {
    alias: {
      'decode-named-character-reference': entities,
      'use-sync-external-store/shim/index.js': reactItself,
    },
  },
  build: {
    // Browsers that know light-dark(), so that no colour is duplicated.
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    reportCompressedSize: true,
    // The page's policy takes no data: as a font or an image.
    assetsInlineLimit: 0,
    // All of these know modulepreload.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What the page needs at first, in two files that compress as a whole; the libraries outlive an update of ours.
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /node_modules/, tags: ['$initial'], priority: 1 },
            { name: 'first', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: Number(process.env.DUCK_WEB_PORT ?? '5173'),
    strictPort: true,
    // As objects: a bare address would change the Host, and a page of another host is refused.
    proxy: {
      '/trpc': { target: api, ws: true },
      '/api': { target: api },
      '/healthz': { target: api },
      '/readyz': { target: api },
      '/metrics': { target: api },
    },
  },
})
