// Starts the reader of the API's document; a file of its own, because the page allows no inline scripts.
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reader",
  deepLinking: true,
  docExpansion: "none",
  validatorUrl: null,
});
