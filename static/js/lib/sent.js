/* What of a text was sent. People go on typing while a request is on its way: its answer takes away what was sent,
   and nothing that was written since. */

export function takeSent(field, sent) {
  if (sent === undefined || !field.value.startsWith(sent)) return // another text was written meanwhile
  const rest = field.value.slice(sent.length).trimStart()
  const taken = field.value.length - rest.length
  const [start, end] = [field.selectionStart, field.selectionEnd].map((at) => Math.max(0, at - taken))
  field.value = rest
  if (field === document.activeElement) field.setSelectionRange(start, end)
}
