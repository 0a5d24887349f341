import { connect, expect, fetchOrder, addressOf, test } from "../browser/fixtures.ts";

/** A form that a link fills in. Anybody can make one, so nothing in it is believed, and nothing in it is hidden. */

const stranger = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

test("a form is passed on as a link, and filled in as it was", async ({ person }) => {
  const sender = await person({ permissions: ["clipboard-read", "clipboard-write"] });
  const receiver = await person();
  await sender.page.goto("/");
  await sender.page.getByLabel("Name").fill("Cöpper & Co");
  await sender.page.getByLabel("Symbol").fill("铜币");
  await sender.page.getByLabel("Supply").fill("1000.5");
  await sender.page.getByLabel("Decimals").fill("6");
  await sender.page.getByRole("checkbox", { name: /^Mintable/ }).check();
  await sender.page.getByLabel(/^Cap/).fill("5000");
  await sender.page.getByRole("button", { name: "Copy a link to this form" }).click();
  await expect(sender.page.getByText(/^Copied\. Whoever opens it/)).toBeVisible();
  const link = await sender.page.evaluate(() => navigator.clipboard.readText());

  const { page } = receiver;
  await page.goto(link);
  await expect(page.getByText(/^A link has filled in this form/)).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Cöpper & Co");
  await expect(page.getByLabel("Symbol")).toHaveValue("铜币");
  await expect(page.getByLabel("Decimals")).toHaveValue("6");
  await expect(page.getByRole("checkbox", { name: /^Mintable/ })).toBeChecked();
  await expect(page.getByLabel(/^Cap/)).toHaveValue(/^5,?000$/);
  await expect(page).toHaveURL("/");

  // What was changed since is not filled in again.
  await page.getByLabel("Name").fill("My Own");
  await page.reload();
  await expect(page.getByLabel("Name")).toHaveValue("My Own");
  await connect(page);
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL(/\/tokens\/0x/);
  const order = await fetchOrder(page, addressOf(page));
  expect(order).toMatchObject({
    name: "My Own",
    supply: "1000.5",
    cap: "5000",
    owner: receiver.wallet.address,
  });
  await page.getByRole("link", { name: "New token" }).first().click();
  await expect(page.getByText(/^A link has filled in this form/)).toBeHidden();
});

test("what was being filled in before a link was opened can be put back, also after a reload", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/");
  await page.getByLabel("Name").fill("Half Done");
  await page.getByLabel("Supply").fill("77");
  await page.goto("/?name=Gift&symbol=GIFT&supply=10");
  await expect(page.getByLabel("Name")).toHaveValue("Gift");
  await page.reload();
  await page.getByRole("button", { name: "Put it back" }).click();
  await expect(page.getByLabel("Name")).toHaveValue("Half Done");
  await expect(page.getByLabel("Name")).toBeFocused();
  await expect(page.getByLabel("Supply")).toHaveValue("77");
  await expect(page.getByText(/^A link has filled in this form/)).toBeHidden();

  // A form in which nothing stands has nothing to put back.
  await page.evaluate(() => sessionStorage.clear());
  await page.goto("/?name=Gift");
  await expect(page.getByText(/^A link has filled in this form/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Put it back" })).toBeHidden();
});

test("a link that names an owner says so in full, also after a reload, until the owner is taken out", async ({
  person,
}) => {
  const { page, wallet } = await person();
  await page.goto(`/?name=Gift&symbol=GIFT&supply=10&owner=${stranger}`);
  const notice = page.getByRole("region", { name: "This link names an owner" });
  await expect(notice).toContainText(stranger);
  await expect(page.getByTestId("receipt")).toContainText(stranger);
  await page.reload();
  await expect(notice).toContainText(stranger);
  await notice.getByRole("button", { name: "Remove this owner" }).click();
  await expect(notice).toBeHidden();
  await expect(page.getByText("Removed. The owner is the wallet you connect.")).toBeFocused();
  await connect(page);
  await expect(page.getByTestId("receipt")).toContainText(wallet.address);
  await expect(page.getByTestId("receipt")).not.toContainText(stranger);
});

test("junk in a link is left out and named, and what is wrong together is said under its field", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/?name=%3Cscript%3E&supply=0x10&decimals=99&features=burnable,rob&utm_source=x");
  await expect(page.getByText("Part of this link can't be used, and was left out")).toHaveText(
    /the supply, the decimals, and what the token can do\.$/,
  );
  await expect(page.getByLabel("Name")).toHaveValue("<script>");
  await expect(page.getByLabel("Supply")).toHaveValue("");
  await expect(page.getByLabel("Decimals")).toHaveValue("18");

  await page.goto("/?name=A&symbol=B&supply=10&features=mintable&cap=5");
  await expect(page.getByText("The cap must be at least the supply.")).toBeVisible();
  await page.goto("/?utm_source=x");
  await expect(page.getByLabel("Supply")).toHaveValue("10");
});
