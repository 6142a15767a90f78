import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import zhCN from 'antd/es/locale/zh_CN'
import { createRoot } from 'react-dom/client'
import { deskTheme } from '../ui/desk-theme.ts'
import './desk.css'
import { Keyboard } from './keys.tsx'
import { nonce, ownStyles } from './nonce.ts'
import { pages } from './pages.ts'
import { NotFoundPage } from './parts/NotFoundPage.tsx'
import { Shell } from './Shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage })
const routes = pages.map(({ path, load }) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, 'Page') }),
)
const router = createRouter({ routeTree: root.addChildren(routes), basepath: '/desk', defaultPreload: 'intent' })

/** Nothing is asked twice by itself: a refusal is an answer, and whoever has none is offered to try again. */
const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 5_000 } } })

/** Who has asked the device for stillness gets it. */
const motion = !matchMedia('(prefers-reduced-motion: reduce)').matches
const theme = { ...deskTheme, token: { ...deskTheme.token, motion } }

ownStyles()
const place = document.getElementById('desk')
if (place !== null) {
  createRoot(place).render(
    <ConfigProvider locale={zhCN} theme={theme} csp={{ nonce }} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
      <QueryClientProvider client={queries}>
        <Keyboard>
          <RouterProvider router={router} />
        </Keyboard>
      </QueryClientProvider>
    </ConfigProvider>,
  )
}
