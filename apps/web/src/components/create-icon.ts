import { createElement, type SVGProps } from 'react'

/** An icon of lucide's: its shapes, in a square of 24. */
export interface IconShapes {
  node: readonly (readonly [tag: string, attributes: { key: string } & Record<string, string>])[]
}

export interface IconProps extends SVGProps<SVGSVGElement> {
  /** Width and height in px, default 24. */
  size?: number
}

const LOOK = {
  xmlns: 'http://www.w3.org/2000/svg',
  viewBox: '0 0 24 24',
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 2,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const

/** Takes the place of lucide-react's own way, which is larger than all our icons: it has contexts, aliases and other frameworks. */
export function createIcon({ node }: IconShapes) {
  return function Icon({ size = 24, ...props }: IconProps) {
    const shapes = node.map(([tag, attributes]) => createElement(tag, attributes))
    return createElement('svg', { ...LOOK, width: size, height: size, ...props }, shapes)
  }
}
