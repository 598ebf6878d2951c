"""What the operators may ask: does every fact have its posting?"""
