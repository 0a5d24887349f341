import { expect, test } from "vitest";
import { clientAddress, holderOf, rangesOf } from "./client-address.ts";

const none = rangesOf([]);
const proxies = rangesOf(["10.0.0.0/8", "2001:db8:ffff::/48", "192.0.2.7"]);

test.each([
  ["the peer, where nobody is trusted", "203.0.113.9", "1.1.1.1", none, "203.0.113.9"],
  ["the peer, where it is not trusted itself", "203.0.113.9", "10.0.0.1", proxies, "203.0.113.9"],
  ["whom a trusted proxy names", "10.1.2.3", "198.51.100.4", proxies, "198.51.100.4"],
  ["not what the client wrote before it", "10.1.2.3", "1.1.1.1, 198.51.100.4", proxies, "198.51.100.4"],
  ["past two proxies", "10.1.2.3", "1.1.1.1, 198.51.100.4, 192.0.2.7", proxies, "198.51.100.4"],
  ["no further than what can be read", "10.1.2.3", "1.1.1.1, nonsense", proxies, "10.1.2.3"],
  ["the last proxy, where all are trusted", "10.1.2.3", "10.9.9.9", proxies, "10.9.9.9"],
  ["IPv4 on a socket of IPv6", "::ffff:10.1.2.3", "::ffff:198.51.100.4", proxies, "198.51.100.4"],
  [
    "a proxy of IPv6, and a client with port",
    "2001:db8:ffff::1",
    "[2001:DB8::5]:443",
    proxies,
    "2001:db8::5",
  ],
  ["an IPv4 client with port", "192.0.2.7", "198.51.100.4:5000", proxies, "198.51.100.4"],
  ["nobody, where there is no peer", undefined, "198.51.100.4", proxies, "unknown"],
])("the client is %s", (_, peer, header, trusted, client) => {
  expect(clientAddress(peer, header, trusted)).toBe(client);
});

test("the addresses of one /64 count as one, those of IPv4 each for itself", () => {
  expect(holderOf("2001:db8::1")).toBe(holderOf("2001:db8:0:0:ffff::2"));
  expect(holderOf("2001:db8:0:1::1")).not.toBe(holderOf("2001:db8::1"));
  expect(holderOf("::1")).toBe("0:0:0:0::/64");
  expect(holderOf("198.51.100.4")).toBe("198.51.100.4");
});
