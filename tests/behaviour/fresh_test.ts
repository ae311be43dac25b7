import { testCells } from "./test_cells.ts";

testCells("fresh");
