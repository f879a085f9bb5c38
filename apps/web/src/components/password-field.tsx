import { PASSWORD_CHARS } from '../lib/auth-words.ts'
import { Field, type FieldProps } from './field.tsx'

interface PasswordFieldProps extends FieldProps {
  /** One to be, which must be long enough; else the one there is. */
  isNew?: boolean
}

/** A password to fill in, as password managers know it. */
export function PasswordField({ isNew = false, ...field }: PasswordFieldProps) {
  const { least, most } = PASSWORD_CHARS
  return (
    <Field
      type="password"
      autoComplete={isNew ? 'new-password' : 'current-password'}
      minLength={isNew ? least : undefined}
      maxLength={most}
      required
      hint={isNew ? `At least ${least} characters.` : null}
      {...field}
    />
  )
}
