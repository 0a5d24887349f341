import { expect, test } from "vitest";
import { keepPictures } from "./kept-pictures.ts";

test("a picture is drawn once, and only so many new ones a minute, however many ask", async () => {
  const pictureOf = keepPictures();
  let drawn = 0;
  const draw = async () => {
    drawn += 1;
    return new Response(`picture ${drawn}`, { headers: { "Content-Type": "image/png" } });
  };
  const same = await Promise.all(Array.from({ length: 50 }, () => pictureOf("one", draw)));
  expect(drawn).toBe(1);
  for (const response of same) expect(await response.text()).toBe("picture 1");
  expect((await pictureOf("one", draw)).headers.get("Content-Type")).toBe("image/png");

  const others = await Promise.all(Array.from({ length: 50 }, (_, index) => pictureOf(`${index}`, draw)));
  const refused = others.filter(({ status }) => status === 503);
  expect(drawn).toBe(20);
  expect(refused).toHaveLength(31);
  expect(refused[0]?.headers.get("Retry-After")).toBe("60");
  expect(await (await pictureOf("one", draw)).text()).toBe("picture 1");
});

test("what could not be drawn is drawn when it is asked for again", async () => {
  const pictureOf = keepPictures();
  await expect(pictureOf("one", () => Promise.reject(new Error("no fonts")))).rejects.toThrow("no fonts");
  expect((await pictureOf("one", async () => new Response("picture"))).status).toBe(200);
});
