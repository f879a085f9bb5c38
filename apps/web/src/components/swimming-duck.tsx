/** The whole duck on its pond, for pages with nothing else to show. */
export function SwimmingDuck({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 168 116" className={className} aria-hidden="true" focusable="false">
      <g className="bobbing">
        <path
          d="M18 57c8 3 16 2 24-3 14-8 31-10 47-7 22 4 38 12 38 27 0 14-17 22-46 22-36 0-60-12-63-39z"
          fill="var(--duck-body)"
        />
        <path
          d="M94 49c3-3 5-7 5-12h32c-1 6 1 12 3 18 4 14-1 27-17 33-14 5-31 2-31-12 0-10 4-21 8-27z"
          fill="var(--duck-breast)"
        />
        <path
          d="M97 37c10 3 24 3 34 0l.500 5.500c-10 3.200-25 3.200-35.500-.200.600-1.700.900-3.400 1-5.300z"
          fill="var(--duck-collar)"
        />
        <path
          d="M92 24c0-11.500 9.300-20 21-20s21 8.500 21 20c0 6-1.400 10-3 13.500-10 3-24 3-34 0-3-3.500-5-8-5-13.500z"
          fill="var(--duck-head)"
        />
        <path
          d="M132 18c8 0 16 2.800 20 7 1.600 1.800 1.200 3.900-1 5-5.500 2.500-13 2.700-19.500 1-3-1-4.100-3.400-3.500-6.400.700-4.100 1.300-6.600 4-6.600z"
          fill="var(--duck-bill)"
        />
        <circle cx="119.500" cy="19.500" r="3.200" fill="var(--duck-eye)" />
        <path d="M34 69c15-9 37-11 54-5-6 14-20 22-35 20-10-1.500-17-7-19-15z" fill="var(--duck-wing)" />
      </g>
      <g className="pond" fill="none" strokeWidth="3.500" strokeLinecap="round">
        <path
          d="M0 116V93c8-5 16-5 24 0s16 5 24 0 16-5 24 0 16 5 24 0 16-5 24 0 16 5 24 0 16-5 24 0v23z"
          fill="var(--color-paper)"
        />
        <path
          d="M8 93c6-3.500 11-3.500 16 0 8 5 16 5 24 0s16-5 24 0 16 5 24 0 16-5 24 0 16 5 24 0c5-3 9-3.600 13-2"
          stroke="var(--pond)"
        />
        <path d="M40 106c7-4 14-4 21 0s14 4 21 0 14-4 21 0 14 4 21 0" stroke="var(--pond)" opacity=".5" />
      </g>
    </svg>
  )
}
