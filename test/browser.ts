import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { routesOf } from '../src/app/assemble.ts'
import { openWeb } from '../src/app/web/index.ts'
import { buildServer } from '../src/kernel/http/index.ts'
import type { TestHouse } from './house.ts'

/** A house whose pages are served, and a browser in front of it. */
export type Open = {
  /** Where it is served, without a slash at the end. */
  readonly address: string
  readonly browser: Browser
  /** What the server could not answer: bugs. A journey ends with none. */
  readonly failures: readonly unknown[]
  /** Puts on record what a page did against its own policy: a bug as well. */
  report(failure: unknown): void
  close(): Promise<void>
}

/** Serves a house on a free port and starts a browser. */
export async function openBrowser(house: TestHouse, options: { isDemonstration?: boolean } = {}): Promise<Open> {
  const failures: unknown[] = []
  const serving = {
    house: house.house,
    routes: routesOf(house.blobs),
    now: house.now,
    report: { served: () => {}, failed: ({ error }: { error: unknown }) => void failures.push(error) },
  }
  const { isDemonstration = false } = options
  const server = await buildServer({ ...serving, ...openWeb({ ...serving, isDemonstration }), isHealthy: async () => true })
  await server.listen({ port: 0, host: '127.0.0.1' })
  const browser = await launch()
  return {
    address: `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    browser,
    failures,
    report: (failure) => void failures.push(failure),
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}

/** A browser: the one named by CHROMIUM, the system's, or the one that comes with the packages. */
export async function launch(): Promise<Browser> {
  const own = [process.env.CHROMIUM, '/usr/bin/chromium'].find((path) => path !== undefined && existsSync(path))
  if (own !== undefined) return chromium.launch({ executablePath: own, args: ['--no-sandbox', '--disable-gpu'] })
  const home = unpacked()
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: join(home, 'al2023', 'lib'),
    FONTCONFIG_FILE: fileURLToPath(new URL('fonts.conf', import.meta.url)),
  } as Record<string, string>
  return chromium.launch({ executablePath: join(home, 'chromium'), args: ['--no-sandbox', '--disable-gpu', '--no-zygote'], env })
}

/** The folder with the browser out of the package; unpacked once a machine, however many tests want it at the same time. */
function unpacked(): string {
  const home = join(tmpdir(), 'yichuang-chromium')
  if (existsSync(join(home, 'chromium'))) return home
  const fresh = mkdtempSync(`${home}-`)
  const script = `const { default: packed } = await import('@sparticuz/chromium'); await packed.executablePath()`
  const env = { ...process.env, TMPDIR: fresh, AWS_LAMBDA_JS_RUNTIME: `nodejs${process.versions.node.split('.')[0]}.x` } // only there does it unpack its libraries
  execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env,
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  })
  try {
    renameSync(fresh, home)
  } catch {
    rmSync(fresh, { recursive: true }) // another test was first
  }
  return home
}

/**
 * A device with cookies of its own: a phone of 375 or a screen of 1440 points. With `TEST_SLOW` in the environment its line is slow and
 * uneven: what a journey only sees because the machine is quick, it does not see then.
 */
export async function device(open: Open, width: 375 | 1440): Promise<BrowserContext> {
  const context = await open.browser.newContext({
    baseURL: open.address,
    viewport: { width, height: width === 375 ? 812 : 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...(width === 375 ? { isMobile: true, hasTouch: true } : {}),
  })
  context.setDefaultTimeout(15_000)
  if (process.env.TEST_SLOW !== undefined) await slowDown(context)
  context.on('console', (line) => {
    if (line.type() === 'error' && line.text().includes('Content Security Policy')) open.report(line.text())
  })
  return context
}

/** Answers come up to 300 ms late, in any order. */
async function slowDown(context: BrowserContext): Promise<void> {
  await context.route(/./, async (route) => {
    if (/^(fetch|xhr|document)$/.test(route.request().resourceType())) await setTimeout(Math.random() * 300)
    await route.continue().catch(() => {}) // its page may be gone
  })
}

/** What axe finds on a page that keeps people out: serious and critical. Empty: nothing. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate('Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => undefined)')
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} – ${failureSummary}`))
}

/** Everything that is wrong with a page: barriers, and being wider than the screen. */
export async function wrong(page: Page): Promise<string[]> {
  const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  return [...(await barriers(page)), ...(isWide ? ['wider than the screen'] : [])]
}

/** Signs a citizen in by the page. */
export async function signInCitizen(page: Page, number: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('证件号码').fill(number)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL('**/')
}
