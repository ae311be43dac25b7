interface SelectProps {
  label: string;
  /** What is shown when nothing is chosen. */
  none: string;
  value: string | null;
  options: readonly { value: string; title: string }[];
  onChange: (value: string | null) => void;
}

/** A choice of one or none. What is chosen is an option even where the list does not have it. */
export function Select({ label, none, value, options, onChange }: SelectProps) {
  const isUnknown = value !== null && !options.some((one) => one.value === value);
  return (
    <select
      aria-label={label}
      class={value === null ? undefined : "chosen"}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    >
      <option value="">{none}</option>
      {isUnknown && <option value={value}>{value}</option>}
      {options.map(({ value, title }) => <option key={value} value={value}>{title}</option>)}
    </select>
  );
}
