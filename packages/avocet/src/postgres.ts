export * from "@avocet/backends/postgres";
