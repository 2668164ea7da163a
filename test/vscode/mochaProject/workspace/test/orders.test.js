describe('orders', () => {
  it.only('are kept', () => {
    if ([1, 2].length !== 2) throw new Error('They are not.');
  });
});
