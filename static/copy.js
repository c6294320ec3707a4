// Beside each link that says what copying is called (data-copy): a button that copies a call of its address for a terminal.
// Without a script, or where the browser may not copy, the link alone stands there.
for (const link of navigator.clipboard ? document.querySelectorAll("a[data-copy]") : []) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "copy"
  button.setAttribute("aria-live", "polite")
  button.textContent = link.dataset.copy
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(`curl --header 'Accept: application/json' '${link.href}'`)
    button.textContent = link.dataset.copied
  })
  link.after(" ", button)
}
