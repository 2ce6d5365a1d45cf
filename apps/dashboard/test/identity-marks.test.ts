import { toZ32 } from '@hypergit/domain'
import { launchBrowser, requires } from '@hypergit/testing'
import type { Browser, Page } from 'playwright-core'
import { id } from './made-log.js'
import { ada, log, tellOfPeople } from './made-people.js'
import { operatorToken, runDashboard, type RunningDashboard } from './running-dashboard.js'

/** What WCAG 2.1 asks of text of this size. */
const contrastMin = 4.5

/** What these tests ask of a page's elements; the code between the braces runs in the browser. */
interface Shown {
  readonly className: string
  readonly scrollWidth: number
  readonly clientWidth: number
  readonly ownerDocument: { readonly activeElement: unknown; readonly defaultView: View }
}
interface View {
  getComputedStyle(of: unknown): {
    readonly color: string
    readonly backgroundColor: string
    readonly outlineStyle: string
  }
}

type Colour = readonly [number, number, number]

const luminance = (colour: Colour): number => {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const contrast = (one: Colour, other: Colour): number => {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const colourOf = (text: string): Colour => {
  const [red, green, blue] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(text)?.slice(1).map(Number) ?? []
  if (red === undefined || green === undefined || blue === undefined) throw new Error(`${text} is not opaque`)
  return [red, green, blue]
}

requires(
  'postgres',
  'redis',
  'chromium',
)('the marks of who is who, in a browser', () => {
  let running: RunningDashboard
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    running = await runDashboard()
    await tellOfPeople(running)
    browser = await launchBrowser()
    page = await browser.newPage()
  })
  afterAll(async () => {
    await browser.close()
    await running.close()
  })

  const issue = () => page.goto(`${running.origin}/r/${toZ32(log)}/issues/1`)

  test.each(['light', 'dark'] as const)('can be read on a %s page', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    await issue()
    const marks = await page.locator('.identity').evaluateAll((found) =>
      (found as unknown as Shown[]).map((mark) => {
        const { color, backgroundColor } = mark.ownerDocument.defaultView.getComputedStyle(mark)
        return { kind: mark.className, color, backgroundColor }
      }),
    )
    expect(new Set(marks.map(({ kind }) => kind)).size).toBe(4)
    for (const { kind, color, backgroundColor } of marks) {
      const ratio = contrast(colourOf(color), colourOf(backgroundColor))
      expect([kind, ratio >= contrastMin, ratio]).toEqual([kind, true, ratio])
    }
  })

  test('tell who hears the page what each stands for', async () => {
    await issue()
    for (const [name, count] of [
      [/^confirmed ?: this core is listed by the log of the user it claims\. Why$/, 1],
      [/^disowned ?: this core was taken off the list by the log of the user it claims\. Why$/, 1],
      [/^maybe ?: this core claims a user whose own log does not list it, yet\. Why$/, 1],
      [/^anonymous ?: this core claims no user\. Why$/, 2],
    ] as const)
      expect([name, await page.getByRole('link', { name }).count()]).toEqual([name, count])
  })

  test('are told apart without colours and without a style', async () => {
    await issue()
    const shown = await page.locator('.timeline .identity').allTextContents()
    expect(shown.map((text) => text.split(':')[0])).toEqual(['✓ confirmed', '✗ disowned', '? maybe', '○ anonymous'])
  })

  test('lead to why by the keyboard alone, and show where one is', async () => {
    await issue()
    const why = page.locator(`.timeline a.identity[href$="${toZ32(id.core('laptop'))}"]`)
    for (let presses = 0; presses < 100; presses += 1) {
      await page.keyboard.press('Tab')
      if (await why.evaluate((link) => (link as unknown as Shown).ownerDocument.activeElement === link)) break
    }
    const outline = await why.evaluate(
      (link) => (link as unknown as Shown).ownerDocument.defaultView.getComputedStyle(link).outlineStyle,
    )
    expect(outline).toBe('solid')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/cores/${toZ32(id.core('laptop'))}`)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Who core')
    expect(await page.locator('main').textContent()).toContain('The user’s own log lists it as theirs.')
  })

  test('stay on the page where it is narrow', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    for (const path of [`/r/${toZ32(log)}/issues/1`, `/r/${toZ32(log)}/cores/${toZ32(id.core('squatter'))}`]) {
      await page.goto(`${running.origin}${path}`)
      const isWider = await page.locator('html').evaluate((html) => {
        const { scrollWidth, clientWidth } = html as unknown as Shown
        return scrollWidth > clientWidth
      })
      expect([path, isWider]).toEqual([path, false])
    }
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  test('the operator finds the claims that need a look, with their evidence', async () => {
    await page.goto(running.dashboard.operatorUrl)
    await page.fill('#token', operatorToken)
    await page.click('button[type=submit]')
    await page.getByRole('link', { name: 'Claims' }).click()
    expect(await page.locator('tbody tr').count()).toBe(3)
    await page.getByRole('navigation', { name: 'Claims' }).getByRole('link', { name: 'struck' }).click()
    const row = page.locator('tbody tr')
    expect(await row.count()).toBe(1)
    expect(await row.textContent()).toContain(toZ32(ada).slice(0, 8))
    await row.getByRole('link', { name: 'pairs and strikes' }).click()
    expect(await page.locator('main').textContent()).toContain('1 for pairing with somebody else’s core')
  })
})
