/** The duck's head: the mark of the product and of its answers. */
export function DuckHead({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 40 40" className={className} aria-hidden="true" focusable="false">
      <path d="M4 40c.5-5 4-7 5.500-13h17.500c.3 5 4.500 8 5 13z" fill="var(--duck-breast)" />
      <path
        d="M9.500 26.200c5.600 1.800 12 1.800 17.600 0l.3 3.500c-5.900 1.900-12.700 1.900-18.800-.2.500-1.100.700-2.100.9-3.300z"
        fill="var(--duck-collar)"
      />
      <path
        d="M5.500 16C5.500 9 11 3.500 18 3.500S30.500 9 30.500 16c0 4.500-1.500 7.500-3 10.200-5.600 1.900-12.600 1.900-18 0C7 23.500 5.500 20.500 5.500 16z"
        fill="var(--duck-head)"
      />
      <path
        d="M29 12.600c3.900.2 8 1.600 10.100 4 .9 1 .7 2.200-.5 2.800-2.900 1.400-7 1.500-10.400.5-1.700-.5-2.200-1.900-1.900-3.600.4-2.300 1-3.800 2.700-3.700z"
        fill="var(--duck-bill)"
      />
      <circle cx="22" cy="12.800" r="2" fill="var(--duck-eye)" />
    </svg>
  )
}
