export * from "@avocet/backends/bigquery";
