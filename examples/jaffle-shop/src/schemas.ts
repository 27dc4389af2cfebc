import { date, float64, int64, string } from "avocet";

/** The columns of the three CSV files. */
export const rawSchemas = {
  customers: { id: int64, first_name: string, last_name: string },
  orders: { id: int64, user_id: int64, order_date: date, status: string },
  payments: { id: int64, order_id: int64, payment_method: string, amount: int64 },
};

/** The columns that the staging functions return. */
export const stagedSchemas = {
  customers: { customer_id: int64, first_name: string, last_name: string },
  orders: { order_id: int64, customer_id: int64, order_date: date, status: string },
  payments: { payment_id: int64, order_id: int64, payment_method: string, amount: float64 },
};
