// The messages of the GoogleSQL local service, with the fields that are used. Its .proto files describe all of them.

/** A type of GoogleSQL. */
export interface Type {
  readonly typeKind: string;
  readonly arrayType?: { readonly elementType: Type };
  readonly structType?: { readonly field?: readonly Field[] };
}
export interface Field {
  readonly fieldName?: string;
  readonly fieldType: Type;
}
/** A value without its type. `value` names the member that is set; for NULL none is set. */
export interface Value {
  readonly value?: string;
  readonly int64Value?: string;
  readonly boolValue?: boolean;
  readonly doubleValue?: number;
  readonly stringValue?: string;
  readonly bytesValue?: Uint8Array;
  readonly dateValue?: number;
  readonly timestampValue?: { readonly seconds?: string; readonly nanos?: number };
  readonly datetimeValue?: { readonly bitFieldDatetimeSeconds?: string; readonly nanos?: number };
  readonly timeValue?: string;
  readonly numericValue?: Uint8Array;
  readonly bignumericValue?: Uint8Array;
  readonly jsonValue?: string;
  readonly intervalValue?: Uint8Array;
  readonly arrayValue?: { readonly element?: readonly Value[] };
  readonly structValue?: { readonly field?: readonly Value[] };
}
export interface Row {
  readonly cell?: readonly Value[];
}
export interface TableColumn {
  readonly name: string;
  readonly type: Type;
  /** Excludes the column from `SELECT *`. */
  readonly isPseudoColumn?: boolean;
}
export interface CatalogTable {
  readonly name: string;
  readonly fullName: string;
  readonly serializationId: number;
  readonly column: readonly TableColumn[];
  readonly primaryKeyColumnIndex?: readonly number[];
}
export interface Catalog {
  readonly name: string;
  readonly builtinFunctionOptions: object;
  readonly table: readonly CatalogTable[];
}
export type Contents = Readonly<Record<string, { readonly tableData: { readonly row: readonly Row[] } }>>;

/** The common fields of requests that analyze or run a statement. */
export interface Request {
  readonly options: object;
  readonly descriptorPoolList: object;
  readonly simpleCatalog?: Catalog;
  readonly registeredCatalogId?: string;
  readonly tableContent?: Contents;
  readonly params?: readonly { readonly name: string; readonly value: Value }[];
}
export interface QueryResult {
  readonly content?: { readonly tableData?: { readonly row?: readonly Row[] } };
  readonly prepared: { readonly columns?: readonly TableColumn[] };
}
export interface ModifyResult {
  readonly content?: readonly {
    readonly operation?: "INSERT" | "DELETE" | "UPDATE";
    readonly cell?: readonly Value[];
    readonly oldPrimaryKey?: readonly Value[];
  }[];
}
/** The methods of the service: request and response. */
export interface Calls {
  getLanguageOptions: [object, LanguageOptions];
  getAnalyzerOptions: [object, { readonly enabledRewrites?: readonly string[] }];
  parse: [{ readonly sqlStatement: string; readonly options: object }, { readonly parsedStatement: unknown }];
  extractTableNamesFromStatement: [
    { readonly sqlStatement: string; readonly options: object },
    { readonly tableName?: readonly { readonly tableNameSegment: readonly string[] }[] },
  ];
  extractTableNamesFromNextStatement: [
    { readonly parseResumeLocation: object; readonly options: object },
    { readonly resumeBytePosition: number },
  ];
  analyze: [Request & { readonly sqlStatement: string }, { readonly resolvedStatement: unknown }];
  evaluateQuery: [Request & { readonly sql: string }, QueryResult];
  evaluateModify: [Request & { readonly sql: string }, ModifyResult];
  registerCatalog: [Partial<Request>, { readonly registeredId: string }];
  unregisterCatalog: [{ readonly registeredId: string }, object];
}
export interface LanguageOptions {
  readonly enabledLanguageFeatures: readonly string[];
  readonly [option: string]: unknown;
}
