/**
 * TensorFlow's graph and saved model as bytes: of their protocol buffers
 * (https://github.com/tensorflow/tensorflow/tree/master/tensorflow/core/framework) the few fields that a graph of plain
 * operations needs. tfjs-node can run a saved model, but has nothing that writes one.
 */

/** `name` for a node's first output, `name:1` for its second. */
export type GraphEdge = string;

export interface GraphNode {
  readonly name: string;
  readonly operation: string;
  readonly inputs: readonly GraphEdge[];
  readonly attributes: Readonly<Record<string, GraphAttribute>>;
}

export type GraphAttribute =
  /** A number of TensorFlow's DataType. */
  | { readonly kind: 'type'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'shape'; readonly value: readonly number[] }
  /** `bytes`: the elements as they lie in memory. */
  | {
      readonly kind: 'tensor';
      readonly type: number;
      readonly shape: readonly number[];
      readonly bytes: Uint8Array;
    };

/** The tag that a session is asked to load. */
export const SERVING_TAG = 'serve';
/** Of the graph's format: that of TensorFlow 2.18, read by all later ones. */
const GRAPH_PRODUCER = 1882;

/** What belongs into `saved_model.pb`. */
export function savedModelBytes(nodes: readonly GraphNode[]): Uint8Array {
  const versions = message(4, integer(1, GRAPH_PRODUCER));
  const graph = [...nodes.map((node) => message(1, ...nodeFields(node))), versions];
  const description = message(1, text(4, SERVING_TAG));
  return joined([integer(1, 1), message(2, description, message(2, ...graph))]);
}

function nodeFields({ name, operation, inputs, attributes }: GraphNode): Uint8Array[] {
  return [
    text(1, name),
    text(2, operation),
    ...inputs.map((input) => text(3, input)),
    ...Object.entries(attributes).map(([key, value]) =>
      message(5, text(1, key), message(2, attributeField(value))),
    ),
  ];
}

function attributeField(attribute: GraphAttribute): Uint8Array {
  switch (attribute.kind) {
    case 'string':
      return text(2, attribute.value);
    case 'int':
      return integer(3, attribute.value);
    case 'float':
      return float(4, attribute.value);
    case 'bool':
      return integer(5, attribute.value ? 1 : 0);
    case 'type':
      return integer(6, attribute.value);
    case 'shape':
      return message(7, ...extents(attribute.value));
    case 'tensor':
      return message(
        8,
        integer(1, attribute.type),
        message(2, ...extents(attribute.shape)),
        bytes(4, attribute.bytes),
      );
    case 'ints':
      return message(1, ...attribute.value.map((value) => integer(3, value)));
  }
}

function extents(shape: readonly number[]): Uint8Array[] {
  return shape.map((extent) => message(2, integer(1, extent)));
}

// The wire format (https://protobuf.dev/programming-guides/encoding): a field is its number and wire type, then its value.

const VARINT = 0;
const DELIMITED = 2;
const FIXED_32 = 5;

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

/** Seven bits a byte, the lowest first; a negative number as the 64 bits of its two's complement. */
function varint(value: number): Uint8Array {
  const result: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) result.push(Number(rest & 0x7fn) | 0x80);
  result.push(Number(rest));
  return Uint8Array.from(result);
}

function key(field: number, wireType: number): Uint8Array {
  return varint(field * 8 + wireType);
}

function integer(field: number, value: number): Uint8Array {
  return joined([key(field, VARINT), varint(value)]);
}

function float(field: number, value: number): Uint8Array {
  const four = Buffer.alloc(4);
  four.writeFloatLE(value);
  return joined([key(field, FIXED_32), four]);
}

function bytes(field: number, value: Uint8Array): Uint8Array {
  return joined([key(field, DELIMITED), varint(value.length), value]);
}

function text(field: number, value: string): Uint8Array {
  return bytes(field, Buffer.from(value));
}

function message(field: number, ...fields: readonly Uint8Array[]): Uint8Array {
  return bytes(field, joined(fields));
}
