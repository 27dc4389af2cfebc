import "./index.js";

export * from "@avocet/backends/postgres";
